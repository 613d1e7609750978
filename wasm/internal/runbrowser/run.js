// Runs the test binary, with the arguments, the environment and the file system that the server gives it. What it
// writes goes to the server over a WebSocket: a message of a byte that tells standard output (1) from standard error
// (2), and the bytes written; or a text, the exit code.
"use strict";

const send = (fd, bytes) => {
  const message = new Uint8Array(1 + bytes.length);
  message[0] = fd;
  message.set(bytes, 1);
  socket.send(message);
};
const complain = (text) => send(2, new TextEncoder().encode(text + "\n"));

addEventListener("error", ({ message, filename, lineno }) =>
  complain(`uncaught error of the page: ${message} at ${filename}:${lineno}`));
addEventListener("unhandledrejection", (event) => complain(`unhandled rejection of the page: ${event.reason}`));
for (const level of ["log", "info", "warn", "error"]) {
  const say = console[level];
  console[level] = (...values) => {
    say.apply(console, values);
    complain(values.join(" "));
  };
}

// files makes the file system of the server what the program uses.
function files(fs, { token, constants }) {
  async function call(name, parameters) {
    const headers = { "WBT-Token": token };
    const response = await fetch("/fs/" + name, { method: "POST", headers, body: JSON.stringify(parameters) });
    const result = await response.json();
    if (result.error) throw Object.assign(new Error(result.error), { code: result.code });
    return result;
  }
  // method is a method of Node.js: its last argument is a callback for the error and the result.
  const method = (run) => (...args) => {
    const callback = args.pop();
    run(...args).then((result) => callback(null, result), (error) => {
      error.code ??= "EIO";
      callback(error);
    });
  };
  const describe = (stat) => Object.assign(stat, { isDirectory: () => (stat.mode & 0o170000) === 0o040000 });
  const write = (fd, buffer, offset, length, position) =>
    call("write", { fd, buffer: toBase64(buffer), offset, length, position });
  const writeFile = method(async (...args) => (await write(...args)).written);
  Object.assign(fs, {
    constants,
    writeSync(fd, bytes) {
      send(fd, bytes);
      return bytes.length;
    },
    write(fd, bytes, offset, length, position, callback) {
      if (fd > 2) return writeFile(fd, bytes, offset, length, position, callback);
      callback(null, fs.writeSync(fd, bytes));
    },
    open: method(async (path, flags, mode) => (await call("open", { path, flags, mode })).fd),
    close: method((fd) => call("close", { fd })),
    read: method(async (fd, buffer, offset, length, position) => {
      const result = await call("read", { fd, offset, length, position });
      buffer.set(Uint8Array.from(atob(result.buffer), (c) => c.charCodeAt(0)));
      return result.read;
    }),
    stat: method(async (path) => describe(await call("stat", { path }))),
    lstat: method(async (path) => describe(await call("lstat", { path }))),
    fstat: method(async (fd) => describe(await call("fstat", { fd }))),
    readdir: method(async (path) => (await call("readdir", { path })).entries),
    mkdir: method((path, perm) => call("mkdir", { path, perm })),
    rename: method((from, to) => call("rename", { from, to })),
    unlink: method((path) => call("unlink", { path })),
    rmdir: method((path) => call("rmdir", { path })),
  });
}

const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

const socket = new WebSocket(`ws://${location.host}/output`);
socket.addEventListener("open", async () => {
  let code = 1;
  try {
    const program = await (await fetch("/program.json")).json();
    files(globalThis.fs, program);
    Object.assign(globalThis.process, { cwd: () => program.directory, pid: program.pid, ppid: program.ppid });
    const go = new Go();
    go.argv = program.argv;
    go.env = program.env;
    go.exit = (status) => { code = status; };
    const { instance } = await WebAssembly.instantiateStreaming(fetch("/test.wasm"), go.importObject);
    await go.run(instance);
  } catch (error) {
    complain(`the program can't run: ${error}`);
  }
  socket.send(String(code));
});
