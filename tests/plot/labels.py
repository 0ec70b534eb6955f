"""Where the texts of a figure are on the screen."""

from playwright.sync_api import Page

_FAULTS = """() => {
    const seen = [...document.querySelectorAll(".chart svg text")].filter((text) =>
        text.textContent.trim() && !text.closest(".hoverlayer") && text.checkVisibility({checkOpacity: true}));
    const texts = seen.map((text) => {
        const {left, right, top, bottom} = text.getBoundingClientRect();
        return {left, right, top, bottom, words: text.textContent, paper: text.ownerSVGElement.getBoundingClientRect()};
    }).filter((text) => text.right > text.left).sort((a, b) => a.top - b.top);
    const faults = [];
    // A font has room above and below its letters, which may overlap by a pixel or two.
    const SLACK = 2;
    texts.forEach((text, index) => {
        const {paper} = text;
        if (text.left < paper.left - 1 || text.right > paper.right + 1
            || text.top < paper.top - 1 || text.bottom > paper.bottom + 1) faults.push(`${text.words} is cut off`);
        for (let next = index + 1; next < texts.length && texts[next].top < text.bottom - SLACK; next += 1) {
            const other = texts[next];
            if (other.left < text.right - SLACK && text.left < other.right - SLACK)
                faults.push(`${text.words} overlaps ${other.words}`);
        }
    });
    return [texts.map((text) => text.words), faults];
}"""


def labels_of(page: Page) -> tuple[list[str], list[str]]:
    """All texts that are in a figure, and which of them overlap or are cut off."""
    texts, faults = page.evaluate(_FAULTS)
    return texts, faults
