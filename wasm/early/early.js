// early.js keeps the CTLive messages that arrive before a Go program listens; see package early.
//
// Load it in the page's head, before the vendor's script: <script src="early.js"></script>. The attribute
// data-origins="https://a.example https://b.example" names who may post beside the page itself. The first wasm.Listen
// on the window takes over what was kept. The script makes one global, ctliveEarly, and a second copy does nothing.

// An own property: an element with the id ctliveEarly does not count. While a Go program listens, it is undefined.
if (!({}).hasOwnProperty.call(window, "ctliveEarly")) {
  const script = document.currentScript,
    named = (script && script.dataset.origins || "").match(/\S+/g) || [],
    // The page's own origin, as Listen finds it: a script may replace origin but not location, which has none in a page
    // without an address. Where the own origin is "null", no message is the page's own: any frame can be "null".
    own = origin === "null" ? null : location.origin === "null" ? origin : location.origin,
    kept = [],
    most = 65536, // characters of JSON in a message
    room = [1000, 1000]; // for messages of the page's own origin, and of all named ones
  let lost = 0, size;

  // measure adds at most what a value takes as JSON. It throws where JSON.stringify could not end or run out of stack.
  const measure = (value, levels) => {
    const type = ({}).toString.call(value), flat = type === "[object String]" || ArrayBuffer.isView(value);
    size += 1 + ((flat || Array.isArray(value)) && value.length || 0);
    if (size > most || !levels || /BigInt/.test(type)) throw 0;
    if (flat || Object(value) !== value) return;
    for (const key of Object.keys(value)) {
      size += key.length;
      measure(value[key], levels - 1);
    }
  };

  const keep = (event) => {
    const from = event.origin, place = from === own ? 0 : named.includes(from) ? 1 : 2;
    if (place > 1) return;
    let data = null; // where it is too long, or can't be written as JSON
    size = 0;
    try {
      if (Object(event.data).name !== "CTLiveEvent") return;
      if (room[place]-- < 1) return lost++;
      measure(event.data, 200);
      data = JSON.stringify(event.data);
    } catch { }
    kept.push({ data, origin: from, timeStamp: event.timeStamp, left: most - size });
  };

  addEventListener("message", keep);
  window.ctliveEarly = {
    // take stops keeping, and calls receive for each message that was kept. It returns how many were not, and the first
    // of the origins in allowed, by their names there, of which none were.
    take(receive, allowed) {
      removeEventListener("message", keep);
      window.ctliveEarly = void 0;
      const missing = Object.keys(allowed).find((from) => from !== own && !named.includes(from));
      kept.forEach(receive);
      return { lost, missing };
    }
  };
}
