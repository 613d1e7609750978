// engagement.js lets a Go program decide when the contact widget is shown; see package engagement.
//
// Load it before the vendor's script: <script src="engagement.js"></script>. In the vendor's configuration, the
// service has the engagementFunction: return window.ctliveEngagement(). The script makes that one global, and a
// second copy does nothing.

// An own property: an element with the id ctliveEngagement does not count.
if (!({}).hasOwnProperty.call(window, "ctliveEngagement")) {
  let resolve;
  const shown = new Promise((settle) => resolve = settle);
  // The vendor's script calls it without an argument. Go, or any script of the page, calls it with true.
  window.ctliveEngagement = (decision) => {
    if (decision === true) resolve(true);
    return shown;
  };
}
