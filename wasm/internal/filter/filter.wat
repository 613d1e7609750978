;; The listener that the browser calls for each message. It is a WebAssembly module of its own, so that a message which is
;; no business of the Go program's never enters it: waking Go costs some 20 µs, this a fraction of one, and pages use
;; postMessage as a timer thousands of times a second. It needs no eval and no script beside the Go program's own.
;;
;; All that it calls are the browser's own functions. Exceptions are caught (a message's getter or Proxy may throw), with
;; the instructions of the first version of the exception proposal, which Chromium, Firefox and Safari have had since 2022.
;;
;; The text of a message goes to Go as bytes in a buffer, and all else as numbers: each value that is handed to Go costs it
;; a finalizer, and a string five calls.
;;
;; make filter builds module.go from this file; a test compares the two.
(module
  ;; Reflect.get(object, name); the same of a number, and by an index
  (import "Reflect" "get" (func $get (param externref externref) (result externref)))
  (import "Reflect" "get" (func $getNumber (param externref externref) (result f64)))
  (import "Reflect" "get" (func $getAt (param externref i32) (result externref)))
  (import "Reflect" "get" (func $getInt (param externref externref) (result i32)))
  ;; Object(value): an object for null and for primitives too
  (import "" "object" (func $object (param externref) (result externref)))
  (import "Object" "is" (func $is (param externref externref) (result i32)))
  (import "Object" "keys" (func $keys (param externref) (result externref)))
  (import "Array" "isArray" (func $isArray (param externref) (result i32)))
  (import "ArrayBuffer" "isView" (func $isView (param externref) (result i32)))
  (import "JSON" "stringify" (func $stringify (param externref) (result externref)))
  ;; Object.prototype.toString.call(value)
  (import "" "toString" (func $toString (param externref) (result externref)))
  ;; encodeInto(text, buffer) of a TextEncoder, and the buffer, which holds four bytes more than the longest message
  (import "" "encodeInto" (func $encodeInto (param externref externref) (result externref)))
  (import "" "buffer" (global $buffer externref))
  ;; an object with a number, from 1, for each origin that may post, and one in which refused origins are noted
  (import "" "allowed" (global $allowed externref))
  (import "" "reported" (global $reported externref))
  (import "Reflect" "has" (func $has (param externref externref) (result i32)))
  (import "Reflect" "set" (func $set (param externref externref i32)))
  ;; the Go program: accept(origin, timeStamp, length). The origin is its number or, where any may post, as it is. The
  ;; length is that of the text in the buffer, or negative and says why there is none.
  (import "" "accept" (func $accept (param i32 f64 f64)))
  (import "" "accept" (func $acceptFrom (param externref f64 f64)))
  ;; texts
  (import "" "data" (global $data externref))
  (import "" "name" (global $name externref))
  (import "" "origin" (global $origin externref))
  (import "" "timeStamp" (global $timeStamp externref))
  (import "" "length" (global $length externref))
  (import "" "written" (global $written externref))
  (import "" "[object String]" (global $stringTag externref))
  (import "" "CTLiveEvent" (global $envelope externref))
  ;; 1 if every origin may post
  (import "" "any" (global $any i32))

  ;; how many refused origins are reported
  (global $maxReports i32 (i32.const 16))
  ;; how many levels of objects and arrays are written as JSON; Decode takes fewer, and says so itself
  (global $maxDepth i32 (i32.const 200))

  (global $reports (mut i32) (i32.const 0))
  ;; what is left of the buffer while a message is measured; negative if that was not enough
  (global $left (mut f64) (f64.const 0))
  (tag $unfit)
  ;; how many messages were refused; a float, so that JavaScript reads a number that is exact up to 2^53
  (global $rejected (export "rejected") (mut f64) (f64.const 0))

  ;; read is Reflect.get, and null where that throws.
  (func $read (param $object externref) (param $key externref) (result externref)
    (try (result externref)
      (do (call $get (local.get $object) (local.get $key)))
      (catch_all (ref.null extern))))

  ;; isEnvelope is Object(data).name === "CTLiveEvent", and 0 where that throws.
  (func $isEnvelope (param $content externref) (result i32)
    (try (result i32)
      (do (call $is
        (call $get (call $object (local.get $content)) (global.get $name))
        (global.get $envelope)))
      (catch_all (i32.const 0))))

  (func $spend (param $length f64)
    (global.set $left (f64.sub (global.get $left) (local.get $length)))
    (if (f64.lt (global.get $left) (f64.const 0)) (then (throw $unfit))))

  ;; spendLength spends the length of a value that has one; any other makes no difference.
  (func $spendLength (param $value externref)
    (local $length f64)
    (local.set $length (call $getNumber (call $object (local.get $value)) (global.get $length)))
    (if (f64.gt (local.get $length) (f64.const 0)) (then (call $spend (local.get $length)))))

  ;; count is the length of an array whose length has been spent, so that it is not large.
  (func $count (param $array externref) (result i32)
    (i32.trunc_sat_f64_u (call $getNumber (local.get $array) (global.get $length))))

  ;; measure spends at most what a value takes as JSON, and throws where that is too long or nests too deep: an object
  ;; that is shared many times is small to post and endless as JSON, and JSON.stringify itself recurses.
  (func $measure (param $value externref) (param $depth i32)
    (local $keys externref)
    (local $name externref)
    (local $i i32)
    (local $count i32)
    (call $spend (f64.const 1))
    ;; a string, also one that is an object, or a typed array, which JSON lists element by element
    (if (i32.or
        (call $is (call $toString (local.get $value)) (global.get $stringTag))
        (call $isView (local.get $value)))
      (then (call $spendLength (local.get $value)) (return)))
    ;; another primitive
    (if (i32.eqz (call $is (call $object (local.get $value)) (local.get $value))) (then (return)))
    (if (i32.eqz (local.get $depth)) (then (throw $unfit)))
    (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
    (if (call $isArray (local.get $value))
      (then
        (call $spendLength (local.get $value))
        (local.set $count (call $count (local.get $value)))
        (block $end (loop $next
          (br_if $end (i32.eq (local.get $i) (local.get $count)))
          (call $measure (call $getAt (local.get $value) (local.get $i)) (local.get $depth))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $next)))
        (return)))
    (local.set $keys (call $keys (local.get $value)))
    (call $spendLength (local.get $keys))
    (local.set $count (call $count (local.get $keys)))
    (block $end (loop $next
      (br_if $end (i32.eq (local.get $i) (local.get $count)))
      (local.set $name (call $getAt (local.get $keys) (local.get $i)))
      (call $spendLength (local.get $name))
      (call $measure (call $get (local.get $value) (local.get $name)) (local.get $depth))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $next))))

  ;; write writes the JSON of data to the buffer, and returns its length: one of the buffer's last four if that was not all. What
  ;; can't be written is -1 if it is too long, and -2 where JSON.stringify throws or gives no text: a BigInt, a cycle.
  (func $write (param $value externref) (result f64)
    (local $text externref)
    (global.set $left (f64.sub (call $getNumber (global.get $buffer) (global.get $length)) (f64.const 4)))
    (try (result f64)
      (do
        (call $measure (local.get $value) (global.get $maxDepth))
        (local.set $text (call $stringify (local.get $value)))
        (if (i32.eqz (call $is (call $toString (local.get $text)) (global.get $stringTag))) (then (throw $unfit)))
        (call $getNumber (call $encodeInto (local.get $text) (global.get $buffer)) (global.get $written)))
      (catch_all
        (select (f64.const -1) (f64.const -2) (f64.lt (global.get $left) (f64.const 0))))))

  ;; time is when the browser made the event, 0 where that throws.
  (func $time (param $event externref) (result f64)
    (try (result f64)
      (do (call $getNumber (local.get $event) (global.get $timeStamp)))
      (catch_all (f64.const 0))))

  ;; numberOf is the number of an origin that may post, and 0 for any other: undefined is 0. What is no string may throw
  ;; when it becomes the name of a member.
  (func $numberOf (param $from externref) (result i32)
    (try (result i32)
      (do (call $getInt (global.get $allowed) (local.get $from)))
      (catch_all (i32.const 0))))

  ;; reject counts a refused message, and tells Go of an origin that is news.
  (func $reject (param $from externref)
    (global.set $rejected (f64.add (global.get $rejected) (f64.const 1)))
    (if (i32.eq (global.get $reports) (global.get $maxReports)) (then (return)))
    (if (call $has (global.get $reported) (local.get $from)) (then (return)))
    (global.set $reports (i32.add (global.get $reports) (i32.const 1)))
    (call $set (global.get $reported) (local.get $from) (i32.const 1))
    (call $acceptFrom (local.get $from) (f64.const 0) (f64.const -3)))

  ;; receive is the event listener.
  (func (export "receive") (param $event externref)
    (local $content externref)
    (local $from externref)
    (local $number i32)
    (local.set $content (call $read (local.get $event) (global.get $data)))
    (if (i32.eqz (call $isEnvelope (local.get $content))) (then (return)))
    (local.set $from (call $read (local.get $event) (global.get $origin)))
    (if (global.get $any)
      (then
        (call $acceptFrom (local.get $from) (call $time (local.get $event)) (call $write (local.get $content)))
        (return)))
    (local.set $number (call $numberOf (local.get $from)))
    (if (local.get $number)
      (then
        (call $accept (local.get $number) (call $time (local.get $event)) (call $write (local.get $content)))
        (return)))
    (try
      (do (call $reject (local.get $from)))
      (catch_all))))
