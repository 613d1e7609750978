// Small functions that several files use, in the page and in the hidden frame.

// parse reads a message of the page's to the frame, or of the frame's to the page.
export function parse(data) {
  try {
    return (typeof data === "string" && JSON.parse(data)) || {};
  } catch {
    return {}; // a string of another script
  }
}

export function newID(prefix) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40; // a UUID of version 4
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return prefix + digits.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export const sleep = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));

// warn tells on the console what a page has got wrong.
export const warn = (text) => console.warn("livechatsdk.js: " + text);
