// The search, the labels and the zoom of a differential flame graph.
(() => {
  const chart = document.querySelector(".chart");
  if (!chart) return; // nothing was allocated, so nothing is drawn

  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const data = page.data;
  const [figure] = data.figures;
  const trace = figure.data[0];
  const changes = trace.marker.colors;
  const parents = trace.parents.map((id) => (id === "" ? -1 : Number(id)));
  const places = data.places.map((place) => place.map((text) => text.toLowerCase()));
  const LETTER = 6.7; // pixels, of the monospace font that labels are in
  let level = 0; // the node that is zoomed into
  let matches = null; // for each node whether it matches, during a search

  const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  // As much of each name as its box has room for.
  function labels() {
    const width = chart.clientWidth - figure.layout.margin.l - figure.layout.margin.r;
    const pixels = width / trace.values[level];
    return data.nodes.map((place, i) => {
      const room = Math.floor((trace.values[i] * pixels - 8) / LETTER);
      if (room < 5) return "";
      const letters = Array.from(place < 0 ? trace.labels[i] : data.places[place][0]);
      return plain(letters.length > room ? letters.slice(0, room - 1).join("") + "\u2026" : letters.join(""));
    });
  }

  function colours() {
    const { dimmed } = page.colours("dimmed");
    return matches ? changes.map((change, i) => (matches[i] ? change : dimmed)) : changes;
  }

  // Bytes of a match inside another match are counted once.
  function describe() {
    const covered = [];
    let count = 0;
    let bytes = 0;
    for (let i = 0; i < matches.length; i += 1) {
      const above = parents[i] >= 0 && covered[parents[i]];
      covered.push(above || matches[i]);
      if (matches[i]) count += 1;
      if (matches[i] && !above) bytes += trace.values[i];
    }
    const share = ((100 * bytes) / trace.values[0]).toFixed(1);
    return `${count} ${count === 1 ? "node" : "nodes"}, ${page.inBytes(bytes, 2).join(" ")} (${share} %)`;
  }

  function find() {
    const query = search.value.trim().toLowerCase();
    const hits = places.map((place) => place.some((text) => text.includes(query)));
    matches = query && data.nodes.map((place) => place >= 0 && hits[place]);
    found.textContent = query && describe();
  }

  const recolour = () => Plotly.restyle(chart, { "marker.colors": [colours()] }, [0]);
  const relabel = () => Plotly.restyle(chart, { text: [labels()] }, [0]);

  function repaint() {
    const had = matches;
    find();
    if (had || matches) recolour();
  }

  // Wait for a pause in a row of events.
  function onPause(change, milliseconds) {
    let pause = 0;
    return () => {
      clearTimeout(pause);
      pause = setTimeout(change, milliseconds);
    };
  }

  search.addEventListener("input", onPause(repaint, 150));
  window.addEventListener("resize", onPause(relabel, 200));
  document.getElementById("controls").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    search.value = "";
    repaint();
  });
  document.getElementById("reset").addEventListener("click", () => {
    search.value = "";
    level = 0;
    find();
    Plotly.restyle(chart, { "marker.colors": [colours()], text: [labels()], level: trace.ids[0] }, [0]);
  });
  page.onTheme(() => matches && recolour());

  trace.text = labels();
  chart.addEventListener("plotted", () => {
    // Before plotly starts to zoom, which takes the labels from the same place.
    chart.on("plotly_icicleclick", (event) => {
      if (event.nextLevel === undefined) return;
      level = Number(event.nextLevel);
      chart.data[0].text = labels();
    });
    // A click while plotly still zooms has no effect but for the one above.
    chart.on("plotly_animated", () => {
      const shown = Number(chart.data[0].level || 0);
      if (shown === level) return;
      level = shown;
      relabel();
    });
  });
})();
