// A usual hardening: no script of the page can add to the prototype of all objects.
"use strict";
Object.freeze(Object.prototype);
