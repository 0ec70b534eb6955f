(() => {
  const data = page.data;
  const chart = document.getElementById("chart");
  if (!chart) return; // nothing was allocated, so nothing is drawn

  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const trace = data.figure.data[0];
  const changes = trace.marker.colors;
  const parents = trace.parents.map((id) => (id === "" ? -1 : Number(id)));
  const places = data.places.map((place) => place.map((text) => text.toLowerCase()));
  const LETTER = 6.7; // pixels, of the monospace font that labels are in
  let level = 0; // the node that is zoomed into
  let matches = null; // for each node whether it matches, while something is searched

  const theme = () => page.colours("ink", "faint", "paper", "dimmed", "label");

  const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  // As much of each name as its box has room for.
  function labels() {
    const pixels = (chart.clientWidth - 2) / trace.values[level];
    return data.nodes.map((place, i) => {
      const room = Math.floor((trace.values[i] * pixels - 8) / LETTER);
      if (room < 5) return "";
      const letters = Array.from(place < 0 ? trace.labels[i] : data.places[place][0]);
      return plain(letters.length > room ? letters.slice(0, room - 1).join("") + "\u2026" : letters.join(""));
    });
  }

  const colours = () => (matches ? changes.map((change, i) => (matches[i] ? change : theme().dimmed)) : changes);

  const layoutOf = (look) => ({
    "font.color": look.ink,
    "hoverlabel.bgcolor": look.label,
    "hoverlabel.font.color": look.ink,
    "modebar.color": look.faint,
    "modebar.activecolor": look.ink,
  });

  function draw() {
    const look = theme();
    trace.marker.colors = colours();
    trace.marker.line.color = look.paper;
    trace.text = labels();
    const layout = data.figure.layout;
    layout.font.color = look.ink;
    layout.paper_bgcolor = "rgba(0,0,0,0)";
    layout.modebar = { bgcolor: "rgba(0,0,0,0)", color: look.faint, activecolor: look.ink };
    Object.assign(layout.hoverlabel, { bgcolor: look.label, font: { color: look.ink } });
    return Plotly.newPlot(chart, [trace], layout, {
      responsive: true,
      displaylogo: false,
      modeBarButtons: [["toImage"]], // plotly's others need a server, or a mouse mode that an icicle lacks
    });
  }

  function size(bytes) {
    const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
    let unit = 0;
    while (unit < units.length - 1 && Number(bytes.toFixed(unit ? 2 : 0)) >= 1024) {
      bytes /= 1024;
      unit += 1;
    }
    return bytes.toFixed(unit ? 2 : 0) + " " + units[unit];
  }

  // Bytes of a match inside of another one are the other one's already.
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
    return `${count} ${count === 1 ? "node" : "nodes"}, ${size(bytes)} (${share} %)`;
  }

  function find() {
    const wanted = search.value.trim().toLowerCase();
    const had = matches !== null;
    if (wanted === "") {
      matches = null;
      found.textContent = "";
    } else {
      const hits = places.map((place) => place.some((text) => text.includes(wanted)));
      matches = data.nodes.map((place) => place >= 0 && hits[place]);
      found.textContent = describe();
    }
    return had || matches !== null;
  }

  function repaint() {
    if (find()) Plotly.restyle(chart, { "marker.colors": [colours()] }, [0]);
  }

  function relabel() {
    Plotly.restyle(chart, { text: [labels()] }, [0]);
  }

  function clear() {
    search.value = "";
    repaint();
  }

  let pause = 0;
  search.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(repaint, 150);
  });
  document.getElementById("controls").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });
  document.getElementById("reset").addEventListener("click", () => {
    search.value = "";
    level = 0;
    find();
    Plotly.restyle(chart, { "marker.colors": [colours()], text: [labels()], level: trace.ids[0] }, [0]);
  });
  let resizing = 0;
  window.addEventListener("resize", () => {
    clearTimeout(resizing);
    resizing = setTimeout(relabel, 200);
  });
  page.onTheme(() => {
    const look = theme();
    Plotly.update(chart, { "marker.colors": [colours()], "marker.line.color": look.paper }, layoutOf(look), [0]);
  });

  page.unpacked().then(draw).then(() => {
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
    page.drawn(trace.ids.length);
  });
})();
