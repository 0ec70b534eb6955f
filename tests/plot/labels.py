"""Where the texts of a figure are on the screen."""

from playwright.sync_api import Page

_FAULTS = """() => {
    // A font has room above and below its letters, which may overlap by a pixel or two.
    const SLACK = 2;
    const texts = [...document.querySelectorAll(".chart svg text")]
        .filter((text) => text.textContent.trim() && !text.closest(".hoverlayer")
            && text.checkVisibility({checkOpacity: true}))
        .map((text) => {
            const {left, right, top, bottom} = text.getBoundingClientRect();
            const paper = text.ownerSVGElement.getBoundingClientRect();
            return {left, right, top, bottom, paper, words: text.textContent};
        })
        .filter((text) => text.right > text.left)
        .sort((a, b) => a.top - b.top);
    const faults = [];
    texts.forEach(({left, right, top, bottom, paper, words}, index) => {
        if (left < paper.left - 1 || right > paper.right + 1
            || top < paper.top - 1 || bottom > paper.bottom + 1) faults.push(`${words} is cut off`);
        for (const other of texts.slice(index + 1)) {
            if (other.top >= bottom - SLACK) break;
            if (other.left < right - SLACK && left < other.right - SLACK)
                faults.push(`${words} overlaps ${other.words}`);
        }
    });
    return [texts.map((text) => text.words), faults];
}"""


def labels_of(page: Page) -> tuple[list[str], list[str]]:
    """All texts that are in a figure, and which of them overlap or are cut off."""
    texts, faults = page.evaluate(_FAULTS)
    return texts, faults
