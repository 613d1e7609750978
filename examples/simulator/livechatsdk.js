// A stand-in for the vendor's livechatsdk.js, with widgets that one can click. It is loaded by the same kind of tag:
//
//   <script async src="/livechat/demo/lib/livechatsdk.js"></script>
//
// README.md says what it does, and which settings the tag can have. The modules in core/ do the work.
{
  const script = document.currentScript; // null once this script has run
  // The whole address, since Chromium finds no relative one in a script from another origin than the page's.
  import(new URL("core/simulator.js", script.src)).then(({ start }) => start(script));
}
