// early.js keeps the CTLive messages that arrive before a Go program listens; see package early.
//
// Load it in the page's head, before the vendor's script: <script src="early.js"></script>. The first wasm.Listen on the
// window takes over what it kept. It makes one global, ctliveEarly, and a second copy does nothing.
(function () {
  "use strict";
  // An own property: an element with the id ctliveEarly is none. While a Go program listens it is there and undefined.
  if (Object.prototype.hasOwnProperty.call(window, "ctliveEarly")) return;

  // What may still be kept from the page's own origin, and from all others together: no frame can push out the page's
  // own messages. Characters are counted as JSON, the only form in which a message is kept.
  var own = { messages: 1000, characters: 8 << 20 };
  var others = { messages: 1000, characters: 8 << 20 };
  var kept = [];
  var dropped = 0;

  function keep(event) {
    try {
      if (Object(event.data).name !== "CTLiveEvent") return;
    } catch (e) { // a getter or a Proxy of a script of this page
      return;
    }
    var room = event.origin === window.origin ? own : others;
    var text;
    if (room.messages > 0) {
      try {
        text = JSON.stringify(event.data);
      } catch (e) { // a BigInt or a cycle: kept without text, Go reports it
      }
      var length = text ? text.length : 0;
      if (length <= room.characters) {
        room.messages--;
        room.characters -= length;
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
