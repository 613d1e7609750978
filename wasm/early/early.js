// early.js keeps the CTLive messages that arrive before a Go program listens; see package early.
//
// Load it in the page's head, before the vendor's script: <script src="early.js"></script>. The first wasm.Listen on the
// window takes over what it kept. It makes one global, ctliveEarly, and a second copy does nothing.
(function () {
  "use strict";
  // An own property: an element with the id ctliveEarly is none. While a Go program listens it is there and undefined.
  if (Object.hasOwn(window, "ctliveEarly")) return;

  // What may still be kept from the page's own origin, and from all others together: no frame can push out the page's
  // own messages. Messages are kept as JSON alone, and size is about its characters.
  var own = { messages: 1000, size: 4 << 20 };
  var others = { messages: 1000, size: 4 << 20 };
  var kept = [];
  var dropped = 0;

  function keep(event) {
    try {
      if (Object(event.data).name !== "CTLiveEvent") return;
    } catch (e) { // a getter or a Proxy of a script of this page
      return;
    }
    var room = event.origin === window.origin ? own : others;
    var limit = Math.min(room.size, 1 << 20);
    var size = 0;
    var text;
    if (room.messages) {
      try {
        // Measured while it is written: an object that is shared many times is small to post, and endless as JSON.
        text = JSON.stringify(event.data, function (key, value) {
          size += key.length + (typeof value === "string" ? value.length : 4);
          if (size > limit) throw 0;
          return value;
        });
      } catch (e) { // too large, or a BigInt or a cycle: that is kept without text, and Go reports it
      }
      if (size <= limit) {
        room.messages--;
        room.size -= size;
        kept.push({ origin: event.origin, time: event.timeStamp, text: text });
        return;
      }
    }
    dropped++;
  }

  window.addEventListener("message", keep);
  window.ctliveEarly = {
    // take ends the keeping, and hands over what was kept and how many messages were not.
    take: function () {
      window.removeEventListener("message", keep);
      window.ctliveEarly = undefined;
      return { kept: kept, dropped: dropped };
    }
  };
})();
