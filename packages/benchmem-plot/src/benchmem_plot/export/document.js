"use strict";
const page = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const probe = document.createElement("i");
  probe.hidden = true;
  document.body.append(probe);

  // A colour of the style sheet, as it is in the theme of now.
  function colour(name) {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  }

  // plotly.js, which this page holds compressed: half as large a file opens no slower.
  async function unpacked() {
    const letters = atob(document.getElementById("plotly").textContent);
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.append(script);
  }

  return {
    data,
    unpacked,
    colours: (...names) => Object.fromEntries(names.map((name) => [name, colour(name)])),
    onTheme: (change) => dark.addEventListener("change", change),
    drawn: (count) => document.body.setAttribute("data-drawn", String(count)),
  };
})();
