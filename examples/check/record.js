// record.js records the CTLive messages of a visit, on any site, with a Go program or without. Paste it into the
// console of the developer tools, or load it as the first script of a page. ctliveRecording.save() saves a file that
// the console, the check page and package ctlive/recording read. Reload the page to end it.
//
// The file holds what the messages hold: userID, chatID and users are personal data, or keys to it. Its last line has
// a member "page" too: the address without its query, the browser, the scripts and frames of CTLive, the page's
// Content-Security-Policy and what it has blocked. The script asks the page's server once for that policy, with HEAD.
(() => {
  if (({}).hasOwnProperty.call(window, "ctliveRecording")) return;
  const begun = performance.now(), late = document.readyState !== "loading";
  const lines = [], outcomes = new Map(), connectors = new Set(), violations = [];
  let policy = null; // the policies of the server, null while they are not known
  let lost = 0; // messages that were not kept
  let earlyRan = false;

  const withoutQuery = (address) => address.split(/[?#]/)[0];
  const here = location.href.split("#")[0];

  // keep notes a message as a line that is not closed yet.
  const keep = ({ data, origin, timeStamp }) => {
    if (typeof data === "string" && data.length < 1000 && data.includes('"connectorLoaded"')) {
      if (connectors.size < 16) connectors.add(origin);
    }
    try {
      if (Object(data).name !== "CTLiveEvent") return;
      const envelope = JSON.stringify(data), time = new Date(performance.timeOrigin + timeStamp);
      if (lines.length === 10000 || envelope.length > 65536) throw 0;
      lines.push(JSON.stringify({ time, origin: origin || undefined }).slice(0, -1) + ',"envelope":' + envelope);
    } catch {
      lost++;
    }
  };

  // note notes what has become of a script. A Go program that listens takes away what early.js has made.
  const note = ({ type, target }) => {
    if (target.localName !== "script") return;
    earlyRan ||= !!window.ctliveEarly?.take;
    if (/livechatsdk\.js|early\.js/.test(target.src)) outcomes.set(target, type === "load" ? "loaded" : "failed");
  };

  const noteViolation = ({ effectiveDirective, blockedURI, disposition }) => {
    if (disposition === "report" || blockedURI === here || violations.length === 100) return;
    violations.push({ directive: effectiveDirective, blocked: withoutQuery(blockedURI) });
  };

  // scripts are those with a name, on the page or taken away from it again.
  const scripts = (name) => {
    const all = [...document.querySelectorAll("script[src]"), ...outcomes.keys()];
    return [...new Set(all)].filter(({ src }) => withoutQuery(src).endsWith(name));
  };

  // describe tells what has become of a script. A browser says little of a script that came before the recording.
  const describe = (script) => {
    const entry = performance.getEntriesByName(script.src)[0], status = entry?.responseStatus || 0;
    const state = outcomes.get(script) || (status > 399 ? "failed" : entry?.decodedBodySize > 0 ? "loaded" : "");
    return { src: withoutQuery(script.src), state, status };
  };

  // describeEarly tells whether early.js is there, and whether it came before the vendor's script.
  const describeEarly = () => {
    const [early] = scripts("/early.js"), [sdk] = scripts("/livechatsdk.js"), order = [...outcomes.keys()];
    const ran = earlyRan || !!window.ctliveEarly?.take || (!!early && describe(early).state === "loaded");
    if (!early) return { tag: "", ran };
    const tag = !sdk || (outcomes.has(early) && outcomes.has(sdk)
      ? order.indexOf(early) < order.indexOf(sdk)
      : early.compareDocumentPosition(sdk) & Node.DOCUMENT_POSITION_FOLLOWING) ? "before" : "after";
    return { tag, ran, deferred: early.async || early.defer || early.type === "module" };
  };

  const page = () => ({
    origin: location.origin,
    path: location.pathname,
    browser: navigator.userAgent,
    late,
    seconds: Math.round((performance.now() - begun) / 100) / 10,
    lost,
    scripts: scripts("/livechatsdk.js").map(describe),
    early: describeEarly(),
    go: typeof Go === "function",
    frames: [...document.querySelectorAll("iframe")].map(({ src }) => withoutQuery(src))
      .filter((address) => address.endsWith("/liveChatConnector.html")),
    connectors: [...connectors],
    policy: policy && [...policy, ...Array.from(
      document.querySelectorAll("meta[http-equiv='Content-Security-Policy' i]"), ({ content }) => content)],
    violations,
  });

  const asked = fetch(here, { method: "HEAD", redirect: "error" }).then(({ ok, headers }) => {
    const header = headers.get("Content-Security-Policy");
    if (ok) policy = header ? [header] : [];
  }).catch(() => {}); // it stays unknown

  const save = async () => {
    await asked;
    const last = lines.length > 0 ? lines.at(-1) + "," : "{";
    const text = [...lines.slice(0, -1).map((line) => line + "}"), last + '"page":' + JSON.stringify(page()) + "}"];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text.join("\n") + "\n"], { type: "application/jsonl" }));
    link.download = "ctlive-recording.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  addEventListener("message", keep);
  document.addEventListener("load", note, true);
  document.addEventListener("error", note, true);
  document.addEventListener("securitypolicyviolation", noteViolation);
  window.ctliveRecording = { page, save };
  if (!document.currentScript) console.info("Recording. When you are done, type: ctliveRecording.save()");
})();
