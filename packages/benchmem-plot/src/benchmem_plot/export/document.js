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

  // A number and its unit: 1536 with 2 decimals is ["1.50", "KiB"].
  function inBytes(value, decimals) {
    const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let unit = 0;
    const text = () => value.toFixed(unit ? decimals : 0);
    while (unit < units.length - 1 && Math.abs(Number(text())) >= 1024) {
      value /= 1024;
      unit += 1;
    }
    return [text(), units[unit]];
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
    inBytes,
    unpacked,
    colours: (...names) => Object.fromEntries(names.map((name) => [name, colour(name)])),
    onTheme: (change) => dark.addEventListener("change", change),
    drawn: (count) => document.body.setAttribute("data-drawn", String(count)),
  };
})();
