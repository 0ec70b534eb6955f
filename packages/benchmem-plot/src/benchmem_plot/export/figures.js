(() => {
  const MOST_TICKS = 8;
  const POWERS = [1, 2, 4, 5, 10, 20, 40, 80, 160, 320, 640, 1280];

  function tickText(value, decimals) {
    const [number, unit] = page.inBytes(value, decimals);
    return `${Number(number)} ${unit}`;
  }

  // With as many decimals as it takes to tell them apart.
  function tickTexts(ticks) {
    let texts = [];
    for (let decimals = 2; decimals < 13 && new Set(texts).size < ticks.length; decimals += 1) {
      texts = ticks.map((tick) => tickText(tick, decimals));
    }
    return texts;
  }

  // Round ticks in powers of two, as `ticks.py` chooses them, for the range that is zoomed into.
  function byteTicks(low, high, log) {
    if (!(high > low)) return [low];
    if (log) {
      const first = Math.ceil(Math.log2(low));
      const last = Math.floor(Math.log2(high));
      const every = POWERS.find((step) => Math.floor((last - first) / step) < 8) || 1;
      const ticks = [];
      for (let power = Math.ceil(first / every) * every; power <= last; power += every) ticks.push(2 ** power);
      if (ticks.length > 1) return ticks;
    }
    const step = Math.max(2 ** Math.ceil(Math.log2((high - low) / (MOST_TICKS - 1))), 1);
    const ticks = [];
    for (let n = Math.ceil(low / step); n * step <= high; n += 1) ticks.push(n * step);
    return ticks;
  }

  // Axes of bytes are those whose ticks say so.
  const isBytes = (axis) => (axis.ticktext || []).some((text) => /^-?[\d.]+ (?:[KMGTPE]i)?B$/.test(text));

  // New ticks for the axes whose ranges were changed.
  function ticksOf(chart, changed) {
    const update = {};
    for (const [name, axis] of Object.entries(chart.layout)) {
      if (!/^[xy]axis\d*$/.test(name) || !axis.ticktext) continue;
      const leader = axis.matches ? axis.matches.replace(/^[xy]/, "$&axis") : name;
      if (!changed.some((key) => key.startsWith(`${leader}.`))) continue;
      const log = axis.type === "log";
      // An axis of rows goes downwards.
      const ends = [...chart.layout[leader].range].sort((a, b) => a - b);
      const [low, high] = ends.map((end) => (log ? 10 ** end : end));
      if (isBytes(axis)) {
        const ticks = byteTicks(low, high, log);
        update[`${name}.tickvals`] = ticks;
        update[`${name}.ticktext`] = tickTexts(ticks);
      } else {
        // Texts that were written for the whole; where too few are in sight plotly finds others.
        const seen = axis.tickvals.filter((tick) => tick >= low && tick <= high);
        update[`${name}.tickmode`] = seen.length < 2 ? "auto" : "array";
      }
    }
    return update;
  }

  function themed(layout) {
    const look = page.colours("paper", "ink", "faint", "grid", "label");
    const update = {
      "paper_bgcolor": "rgba(0,0,0,0)",
      "font.color": look.ink,
      "hoverlabel.bgcolor": look.label,
      "hoverlabel.font.color": look.ink,
      "modebar.bgcolor": "rgba(0,0,0,0)",
      "modebar.color": look.faint,
      "modebar.activecolor": look.ink,
    };
    for (const name of Object.keys(layout)) {
      if (/^[xy]axis\d*$/.test(name)) update[`${name}.gridcolor`] = look.grid;
    }
    return update;
  }

  function set(object, path, value) {
    const keys = path.split(".");
    const last = keys.pop();
    for (const key of keys) object = object[key] ??= {};
    object[last] = value;
  }

  async function draw(chart, figure) {
    for (const [path, value] of Object.entries(themed(figure.layout))) set(figure.layout, path, value);
    await Plotly.newPlot(chart, figure.data, figure.layout, {
      responsive: true,
      displaylogo: false,
      // Do not read dollar signs in a name as a formula.
      typesetMath: false,
      // Those that mean something here; two of plotly's send data to a server.
      modeBarButtonsToRemove: ["sendDataToCloud", "editInChartStudio", "lasso2d", "select2d"],
    });
    if (figure.frames) await Plotly.addFrames(chart, figure.frames);
    chart.on("plotly_relayout", (event) => {
      const update = ticksOf(chart, Object.keys(event));
      // The update makes an event of its own: skip values that the chart has.
      const isNew = Object.entries(update).some(([path, value]) => {
        const [axis, key] = path.split(".");
        return String(chart.layout[axis][key]) !== String(value);
      });
      if (isNew) Plotly.relayout(chart, update);
    });
    page.onTheme(() => Plotly.relayout(chart, themed(chart.layout)));
    chart.dispatchEvent(new Event("plotted"));
  }

  const charts = [...document.querySelectorAll(".chart")];
  const waiting = new Set();
  let drawn = 0;

  let unpacking;
  const plotly = () => (unpacking ??= page.unpacked());

  function reveal(chart) {
    if (!waiting.delete(chart)) return;
    watcher.unobserve(chart);
    plotly()
      .then(() => draw(chart, page.data.figures[charts.indexOf(chart)]))
      .then(() => page.drawn((drawn += 1)));
  }

  // Draw a figure when it comes into sight.
  const watcher = new IntersectionObserver(
    (entries) => entries.filter((each) => each.isIntersecting).forEach((each) => reveal(each.target)),
    { rootMargin: "400px" },
  );

  // Paper shows all, and is white.
  function onPaper(theme) {
    document.documentElement.dataset.theme = theme;
    charts.filter((chart) => chart.layout).forEach((chart) => Plotly.relayout(chart, themed(chart.layout)));
    [...waiting].forEach(reveal);
  }
  const ownTheme = document.documentElement.dataset.theme;
  window.addEventListener("beforeprint", () => onPaper("light"));
  window.addEventListener("afterprint", () => onPaper(ownTheme));
  charts.forEach((chart, i) => {
    chart.style.minHeight = `${page.data.figures[i].layout.height}px`;
  });
  for (const chart of charts) {
    waiting.add(chart);
    watcher.observe(chart);
  }
  // Unpacking takes half a second: do it while the reader is at the top of the page.
  if (charts.length) (window.requestIdleCallback ?? setTimeout)(plotly);
})();
