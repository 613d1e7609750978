;; The listener that the browser calls for each message. It is a WebAssembly module of its own, so that a message that
;; is not for the Go program never enters it: a call into Go costs some 20 µs, this a fraction of one, and pages use
;; postMessage as a timer thousands of times a second. It needs no eval, and no script beside the Go program's own.
;;
;; It calls the browser's own functions and catches no exceptions. What any frame can post is a structured clone: it has
;; no getter and no Proxy, so that only JSON.stringify could throw, for a BigInt or a cycle, and both are told before it
;; is called. Where a script of the page dispatches an event that throws, the exception is that script's.
;;
;; The text of a message goes to Go as bytes in a buffer, all else as numbers: each value that is handed to Go costs a
;; finalizer there, and a string five calls.
;;
;; make filter builds module.go from this file; a test compares the two. It needs reference types: Chrome 96, Firefox
;; 79, Safari 15.
(module
  ;; Reflect.get(object, key), with the result as it is, as a float and as an integer, and with an index as the key
  (import "Reflect" "get" (func $get (param externref externref) (result externref)))
  (import "Reflect" "get" (func $getFloat (param externref externref) (result f64)))
  (import "Reflect" "get" (func $getInt (param externref externref) (result i32)))
  (import "Reflect" "get" (func $getAt (param externref i32) (result externref)))
  (import "Reflect" "has" (func $has (param externref externref) (result i32)))
  (import "Reflect" "apply" (func $apply (param externref externref externref) (result externref)))
  (import "Reflect" "construct" (func $construct (param externref externref) (result externref)))
  (import "Reflect" "setPrototypeOf" (func $setPrototype (param externref externref)))
  (import "Reflect" "set" (func $setAt (param externref i32 externref)))
  (import "Reflect" "set" (func $setFloat (param externref externref f64)))
  (import "Reflect" "getOwnPropertyDescriptor" (func $ownProperty (param externref externref) (result externref)))
  ;; Object(value): an object for null and for primitives too
  (import "globalThis" "Object" (func $object (param externref) (result externref)))
  (import "Object" "is" (func $is (param externref externref) (result i32)))
  (import "Object" "keys" (func $keys (param externref) (result externref)))
  (import "Array" "isArray" (func $isArray (param externref) (result i32)))
  (import "ArrayBuffer" "isView" (func $isView (param externref) (result i32)))
  (import "JSON" "stringify" (func $stringify (param externref) (result externref)))
  (import "globalThis" "queueMicrotask" (func $queueMicrotask (param funcref)))
  ;; it needs no object to be called on, as performance.now does
  (import "Date" "now" (func $now (result f64)))
  ;; Object.prototype.toString.call(value): Reflect.apply would take longer, for each value in a message
  (import "ctlive" "tag" (func $tag (param externref) (result externref)))
  (import "globalThis" "TextEncoder" (global $textEncoder externref))
  ;; with the time at which the page's clock started
  (import "globalThis" "performance" (global $performance externref))

  ;; The Go program. origin is the number of an origin that may post, from 1; time is when the event was made, in
  ;; milliseconds since 1970, and 0 or NaN where the event does not tell; early is 1 for what early.js kept.
  (import "ctlive" "deliver"
    (func $deliver (param $origin i32) (param $time f64) (param $early i32) (param $length i32)))
  ;; a message with more than $maxBytes of JSON
  (import "ctlive" "tooLong" (func $tooLong (param $origin i32) (param $time f64) (param $early i32)))
  ;; a message that can't be written as JSON, or nests too deep
  (import "ctlive" "unreadable" (func $unreadable (param $origin i32) (param $time f64) (param $early i32)))
  ;; the first CTLive message of an origin that may not post
  (import "ctlive" "refused" (func $refused (param $origin externref)))
  ;; where any origin may post: gives a new origin its number in $allowed
  (import "ctlive" "admit" (func $admit (param $origin externref)))
  ;; delivers what is queued
  (import "ctlive" "resume" (func $resume))
  ;; a handler threw a JavaScript exception out of deliver or resume
  (import "ctlive" "threw" (func $threw))

  ;; holds four bytes more than $maxBytes, so that a longer text is seen to be longer
  (import "ctlive" "buffer" (global $buffer externref))
  (import "ctlive" "maxBytes" (global $maxBytes i32))
  ;; lists of arguments: none, and those of encodeInto, a text and the buffer
  (import "ctlive" "none" (global $none externref))
  (import "ctlive" "encoding" (global $encoding externref))
  ;; objects, which $prepare leaves without a prototype: the number of each origin that may post; refused origins that
  ;; Go was told of; the milliseconds that looking at the messages of others took; and what a tag says of a value, see
  ;; below
  (import "ctlive" "allowed" (global $allowed externref))
  (import "ctlive" "reported" (global $reported externref))
  (import "ctlive" "spent" (global $spent externref))
  (import "ctlive" "kinds" (global $kinds externref))
  ;; stands for the event in a call of resume; its phase is not 0
  (import "ctlive" "resuming" (global $resuming externref))
  ;; 1 if every origin may post
  (import "ctlive" "anyOrigin" (global $anyOrigin i32))
  ;; texts
  (import "ctlive" "data" (global $data externref))
  (import "ctlive" "name" (global $name externref))
  (import "ctlive" "origin" (global $origin externref))
  (import "ctlive" "timeStamp" (global $timeStamp externref))
  (import "ctlive" "eventPhase" (global $eventPhase externref))
  (import "ctlive" "value" (global $value externref))
  (import "ctlive" "length" (global $length externref))
  (import "ctlive" "written" (global $written externref))
  (import "ctlive" "timeOrigin" (global $timeOrigin externref))
  (import "ctlive" "left" (global $leftName externref))
  (import "ctlive" "encodeInto" (global $encodeIntoName externref))
  (import "ctlive" "envelopeName" (global $envelopeName externref))

  ;; The kinds of $kinds; any other value has none, 0. Boxed values have the tags of what they hold.
  (global $isText i32 (i32.const 1))       ;; a string
  (global $isNoJSON i32 (i32.const 2))     ;; a BigInt, or an array of them
  (global $isEmptyView i32 (i32.const 3))  ;; a DataView, which JSON writes as {}

  ;; how many refused origins are reported
  (global $maxReports i32 (i32.const 16))
  ;; how many milliseconds the messages of a refused origin may take until one of them is reported
  (global $maxSpent f64 (f64.const 50))
  ;; how many levels of objects and arrays are written as JSON; Decode takes fewer, and says so itself
  (global $maxDepth i32 (i32.const 200))

  (global $reports (mut i32) (i32.const 0))
  ;; how many messages were refused; a float, so that JavaScript reads a number that is exact up to 2^53
  (global $rejected (mut f64) (f64.const 0))

  ;; The event during whose dispatch Go was called and has not returned. A handler's JavaScript exception unwinds Go and
  ;; this module, so that the note stays; the event's phase then tells that its dispatch is over.
  (global $calling (mut externref) (ref.null extern))

  ;; 1 when the listener is closed: a call of resume may still be queued
  (global $closed (mut i32) (i32.const 0))

  ;; what is left of $maxBytes while a message is measured, or what early.js says; negative if that was not enough
  (global $left (mut f64) (f64.const 0))
  ;; 1 if the message can't be written as JSON, or nests too deep
  (global $unfit (mut i32) (i32.const 0))

  ;; made by $prepare: a TextEncoder and its method
  (global $encoder (mut externref) (ref.null extern))
  (global $encodeInto (mut externref) (ref.null extern))

  (func $prepare
    (call $setPrototype (global.get $allowed) (ref.null extern))
    (call $setPrototype (global.get $reported) (ref.null extern))
    (call $setPrototype (global.get $spent) (ref.null extern))
    (call $setPrototype (global.get $kinds) (ref.null extern))
    (global.set $encoder (call $construct (global.get $textEncoder) (global.get $none)))
    (global.set $encodeInto (call $get (global.get $encoder) (global.get $encodeIntoName)))
    (call $setAt (global.get $encoding) (i32.const 1) (global.get $buffer)))
  (start $prepare)

  ;; kindOf is what the tag of a value says, 0 if nothing.
  (func $kindOf (param $value externref) (result i32)
    (call $getInt (global.get $kinds) (call $tag (local.get $value))))

  ;; isEnvelope is: content has a member of its own that is called name and says "CTLiveEvent".
  (func $isEnvelope (param $content externref) (result i32)
    (local $name externref)
    (local.set $name (call $ownProperty (call $object (local.get $content)) (global.get $name)))
    (if (i32.eqz (call $is (call $object (local.get $name)) (local.get $name))) ;; undefined
      (then (return (i32.const 0))))
    (call $is (call $get (local.get $name) (global.get $value)) (global.get $envelopeName)))

  (func $spend (param $length f64)
    (global.set $left (f64.sub (global.get $left) (local.get $length))))

  ;; lengthOf is the length of a string, an array or a view.
  (func $lengthOf (param $value externref) (result f64)
    (call $getFloat (call $object (local.get $value)) (global.get $length)))

  ;; stops tells that measuring has come to an end.
  (func $stops (result i32)
    (i32.or (global.get $unfit) (f64.lt (global.get $left) (f64.const 0))))

  ;; measure spends at most what a value takes as JSON, until $stops: an object that is shared many times is small to
  ;; post and endless as JSON, and JSON.stringify itself recurses.
  (func $measure (param $value externref) (param $depth i32)
    (local $kind i32)
    (local $keys externref)
    (local $key externref)
    (local $i i32)
    (local $count i32)
    (call $spend (f64.const 1))
    (local.set $kind (call $kindOf (local.get $value)))
    (if (i32.eq (local.get $kind) (global.get $isEmptyView)) (then (return)))
    (if (i32.eq (local.get $kind) (global.get $isNoJSON)) (then (global.set $unfit (i32.const 1)) (return)))
    ;; JSON writes a view element by element
    (if (if (result i32) (i32.eq (local.get $kind) (global.get $isText))
        (then (i32.const 1)) (else (call $isView (local.get $value))))
      (then (call $spend (call $lengthOf (local.get $value))) (return)))
    ;; another primitive
    (if (i32.eqz (call $is (call $object (local.get $value)) (local.get $value))) (then (return)))
    (if (i32.eqz (local.get $depth)) (then (global.set $unfit (i32.const 1)) (return)))
    (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
    (if (call $isArray (local.get $value))
      (then
        (call $spend (call $lengthOf (local.get $value)))
        (if (call $stops) (then (return)))
        (local.set $count (i32.trunc_sat_f64_u (call $lengthOf (local.get $value))))
        (loop $next
          (if (i32.or (call $stops) (i32.eq (local.get $i) (local.get $count))) (then (return)))
          (call $measure (call $getAt (local.get $value) (local.get $i)) (local.get $depth))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $next))))
    (local.set $keys (call $keys (local.get $value)))
    (call $spend (call $lengthOf (local.get $keys)))
    (if (call $stops) (then (return)))
    (local.set $count (i32.trunc_sat_f64_u (call $lengthOf (local.get $keys))))
    (loop $next
      (if (i32.or (call $stops) (i32.eq (local.get $i) (local.get $count))) (then (return)))
      (local.set $key (call $getAt (local.get $keys) (local.get $i)))
      (call $spend (call $lengthOf (local.get $key)))
      (call $measure (call $get (local.get $value) (local.get $key)) (local.get $depth))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $next)))

  ;; textOf is the JSON of a message, and null where measuring has said that there is none.
  (func $textOf (param $content externref) (result externref)
    (global.set $left (f64.convert_i32_u (global.get $maxBytes)))
    (global.set $unfit (i32.const 0))
    (call $measure (local.get $content) (global.get $maxDepth))
    (if (call $stops) (then (return (ref.null extern))))
    (call $stringify (local.get $content)))

  ;; write hands a text to Go, or says why there is none: it is longer than what was left, or null from measuring or
  ;; from early.js, or undefined, which JSON.stringify gives where the page has put a toJSON on a prototype.
  (func $write (param $text externref) (param $origin i32) (param $time f64) (param $early i32)
    (local $length i32)
    (if (f64.lt (global.get $left) (f64.const 0))
      (then (call $tooLong (local.get $origin) (local.get $time) (local.get $early)) (return)))
    (if (i32.ne (call $kindOf (local.get $text)) (global.get $isText))
      (then (call $unreadable (local.get $origin) (local.get $time) (local.get $early)) (return)))
    (call $setAt (global.get $encoding) (i32.const 0) (local.get $text))
    (local.set $length (call $getInt
      (call $apply (global.get $encodeInto) (global.get $encoder) (global.get $encoding)) (global.get $written)))
    (if (i32.gt_u (local.get $length) (global.get $maxBytes))
      (then (call $tooLong (local.get $origin) (local.get $time) (local.get $early)) (return)))
    (call $deliver (local.get $origin) (local.get $time) (local.get $early) (local.get $length)))

  ;; timeOf is the time of an event; its timeStamp is in milliseconds since timeOrigin.
  (func $timeOf (param $event externref) (result f64)
    (local $time f64)
    (local.set $time (call $getFloat (local.get $event) (global.get $timeStamp)))
    (if (i32.eqz (f64.gt (local.get $time) (f64.const 0))) (then (return (f64.const 0))))
    (f64.add (local.get $time) (call $getFloat (call $object (global.get $performance)) (global.get $timeOrigin))))

  ;; numberOf is the number of an origin that may post, and 0 for any other: undefined is 0.
  (func $numberOf (param $from externref) (result i32)
    (local $number i32)
    (local.set $number (call $getInt (global.get $allowed) (local.get $from)))
    (if (i32.and (global.get $anyOrigin) (i32.eqz (local.get $number)))
      (then
        (call $admit (local.get $from))
        (local.set $number (call $getInt (global.get $allowed) (local.get $from)))))
    (local.get $number))

  ;; isSettled tells that a refused origin is not looked at any more. If it was reported, each later message counts as
  ;; rejected, whatever it holds.
  (func $isSettled (param $from externref) (result i32)
    (if (call $has (global.get $reported) (local.get $from))
      (then
        (global.set $rejected (f64.add (global.get $rejected) (f64.const 1)))
        (return (i32.const 1))))
    (if (i32.eq (global.get $reports) (global.get $maxReports)) (then (return (i32.const 1))))
    (f64.gt (call $getFloat (global.get $spent) (local.get $from)) (global.get $maxSpent)))

  ;; report tells Go of a refused origin.
  (func $report (param $from externref)
    (global.set $reports (i32.add (global.get $reports) (i32.const 1)))
    (global.set $rejected (f64.add (global.get $rejected) (f64.const 1)))
    (call $setFloat (global.get $reported) (local.get $from) (f64.const 1))
    (call $refused (local.get $from)))

  ;; refuse looks at the name of a message from an origin that may not post.
  (func $refuse (param $event externref) (param $from externref)
    (local $begin f64)
    (local $took f64)
    (local $before f64)
    (if (call $isSettled (local.get $from)) (then (return)))
    (local.set $begin (call $now))
    (if (call $isEnvelope (call $get (local.get $event) (global.get $data)))
      (then (call $report (local.get $from)) (return)))
    (local.set $took (f64.sub (call $now) (local.get $begin)))
    (if (f64.gt (local.get $took) (f64.const 0))
      (then
        (local.set $before (call $getFloat (global.get $spent) (local.get $from)))
        (if (f64.ne (local.get $before) (local.get $before)) ;; undefined is NaN
          (then (local.set $before (f64.const 0))))
        (call $setFloat (global.get $spent) (local.get $from) (f64.add (local.get $before) (local.get $took))))))

  ;; check tells Go if a handler threw.
  (func $check (export "check")
    (if (ref.is_null (global.get $calling)) (then (return)))
    (if (call $getInt (global.get $calling) (global.get $eventPhase)) (then (return))) ;; its dispatch goes on
    (global.set $calling (ref.null extern))
    (call $threw))

  ;; receive is the event listener. The note is set while Go may run handlers, and a nested dispatch puts it back.
  (func (export "receive") (param $event externref)
    (local $from externref)
    (local $number i32)
    (local $content externref)
    (local $time f64)
    (local $outer externref)
    (local.set $from (call $get (local.get $event) (global.get $origin)))
    (local.set $number (call $numberOf (local.get $from)))
    (if (i32.eqz (local.get $number))
      (then (call $refuse (local.get $event) (local.get $from)) (return)))
    (local.set $content (call $get (local.get $event) (global.get $data)))
    (if (i32.eqz (call $isEnvelope (local.get $content))) (then (return)))
    (call $check) ;; it may run handlers, so that the message is measured after it
    (local.set $content (call $textOf (local.get $content)))
    (local.set $time (call $timeOf (local.get $event)))
    (local.set $outer (global.get $calling))
    (global.set $calling (local.get $event))
    (call $write (local.get $content) (local.get $number) (local.get $time) (i32.const 0))
    (global.set $calling (local.get $outer)))

  ;; receiveEarly is called for each message that early.js kept: its data is the text of an envelope, or null; left is
  ;; what was left of the characters that early.js keeps, negative if the message is too long.
  (func (export "receiveEarly") (param $kept externref)
    (local $from externref)
    (local $number i32)
    (local.set $from (call $get (local.get $kept) (global.get $origin)))
    (local.set $number (call $numberOf (local.get $from)))
    (if (local.get $number)
      (then
        (global.set $left (call $getFloat (local.get $kept) (global.get $leftName)))
        (call $write (call $get (local.get $kept) (global.get $data)) (local.get $number)
          (call $timeOf (local.get $kept)) (i32.const 1))
        (return)))
    (if (i32.eqz (call $isSettled (local.get $from))) (then (call $report (local.get $from)))))

  ;; resumeQueued and settle are called one after the other, each by a microtask. resumeQueued delivers what is queued;
  ;; where a handler threw, its note is still there for settle.
  (func $resumeQueued
    (if (global.get $closed) (then (return))) ;; the functions of Go are released
    (call $check)
    (global.set $calling (global.get $resuming))
    (call $resume)
    (global.set $calling (ref.null extern)))
  (func $settle
    (if (call $is (global.get $calling) (global.get $resuming))
      (then
        (global.set $calling (ref.null extern))
        (call $threw))))
  (elem declare func $resumeQueued $settle)

  ;; resumeLater delivers what is queued once the scripts that run now have returned.
  (func (export "resumeLater")
    (call $queueMicrotask (ref.func $resumeQueued))
    (call $queueMicrotask (ref.func $settle)))

  (func (export "rejected") (result f64) (global.get $rejected))

  (func (export "close") (global.set $closed (i32.const 1))))
