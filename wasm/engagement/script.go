package engagement

// Script is the text of engagement.js, for Go servers:
//
//	http.HandleFunc("GET /engagement.js", func(w http.ResponseWriter, r *http.Request) {
//		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
//		io.WriteString(w, engagement.Script)
//	})
//
// It stands here and not in the file alone because package embed would add 40 KB to the download of a page that
// decides. A test keeps the two the same: go test ./wasm/engagement -update writes the file.
const Script = `// engagement.js lets a Go program decide when the contact widget is shown; see package engagement.
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
`
