;; The listener that the browser calls for each message. It is a WebAssembly module of its own, so that a message which is
;; no business of the Go program's never enters it: waking Go costs some 20 µs, this a fraction of one, and pages use
;; postMessage as a timer thousands of times a second. It needs no eval and no script beside the Go program's own.
;;
;; All that it calls are the browser's own functions. Exceptions are caught (a message's getter or Proxy may throw), with
;; the instructions of the first version of the exception proposal: current Chromium, Firefox and Safari have them, and
;; where they are missing the module does not compile and Go listens itself.
;;
;; make filter builds filter.wasm from this file; a test compares the two.
(module
  ;; Reflect.get(object, name)
  (import "" "get" (func $get (param externref externref) (result externref)))
  ;; Object(value): an object for null and for primitives too
  (import "" "object" (func $object (param externref) (result externref)))
  ;; Object.is(a, b)
  (import "" "is" (func $is (param externref externref) (result i32)))
  (import "" "get" (func $getNumber (param externref externref) (result f64)))
  ;; Object.prototype.toString.call(value), and ArrayBuffer.isView(value)
  (import "" "toString" (func $toString (param externref) (result externref)))
  (import "" "isView" (func $isView (param externref) (result i32)))
  ;; JSON.stringify(value, replacer)
  (import "" "stringify" (func $stringify (param externref externref) (result externref)))
  ;; has of the Set of origins that may post
  (import "" "allowed" (func $allowed (param externref) (result i32)))
  ;; has and add of the Set of origins whose refusal has been reported
  (import "" "reported" (func $reported (param externref) (result i32)))
  (import "" "report" (func $report (param externref)))
  ;; the Go program: accept(origin, timeStamp, text), refuse(origin)
  (import "" "accept" (func $accept (param externref externref externref)))
  (import "" "refuse" (func $refuse (param externref)))
  ;; the names of members, and what the name of an envelope is
  (import "" "dataKey" (global $dataKey externref))
  (import "" "nameKey" (global $nameKey externref))
  (import "" "originKey" (global $originKey externref))
  (import "" "timeKey" (global $timeKey externref))
  (import "" "lengthKey" (global $lengthKey externref))
  (import "" "stringTag" (global $stringTag externref)) ;; "[object String]"
  (import "" "envelope" (global $envelope externref))
  ;; 1 if every origin may post
  (import "" "any" (global $any i32))
  ;; how many refused origins are reported
  (import "" "reports" (global $maxReports i32))
  ;; what writing a message as JSON may cost
  (import "" "effort" (global $maxEffort f64))

  (global $reports (mut i32) (i32.const 0))
  ;; what is left of maxEffort while a message is written as JSON; negative if that was not enough
  (global $left (export "left") (mut f64) (f64.const 0))
  (tag $tooLong)
  ;; the function measure below, as JavaScript sees it: set after the module is instantiated
  (global $replacer (export "replacer") (mut externref) (ref.null extern))
  ;; how many messages were refused; a float, so that JavaScript reads a number that is exact up to 2^53
  (global $rejected (export "rejected") (mut f64) (f64.const 0))

  ;; read is Reflect.get, and null where that throws.
  (func $read (param $object externref) (param $key externref) (result externref)
    (try (result externref)
      (do (call $get (local.get $object) (local.get $key)))
      (catch_all (ref.null extern))))

  ;; isEnvelope is Object(data).name === "CTLiveEvent", and 0 where that throws.
  (func $isEnvelope (param $data externref) (result i32)
    (try (result i32)
      (do (call $is
        (call $get (call $object (local.get $data)) (global.get $nameKey))
        (global.get $envelope)))
      (catch_all (i32.const 0))))

  (func $spend (param $effort f64)
    (global.set $left (f64.sub (global.get $left) (local.get $effort)))
    (if (f64.lt (global.get $left) (f64.const 0)) (then (throw $tooLong))))

  ;; spendLength spends the length of a value that has one; any other makes no difference.
  (func $spendLength (param $value externref)
    (local $length f64)
    (local.set $length (call $getNumber (call $object (local.get $value)) (global.get $lengthKey)))
    (if (f64.gt (local.get $length) (f64.const 0)) (then (call $spend (local.get $length)))))

  ;; measure is the replacer for JSON.stringify. It replaces nothing, but ends the writing when that costs too much: an
  ;; object that is shared many times is small to post, and endless as JSON. It counts one for each value, and the length
  ;; of names, of strings (a String object is one to JSON) and of typed arrays, whose elements JSON lists first of all.
  (func (export "measure") (param $name externref) (param $value externref) (result externref)
    (call $spend (f64.const 1))
    (call $spendLength (local.get $name))
    (if (i32.or
        (call $is (call $toString (local.get $value)) (global.get $stringTag))
        (call $isView (local.get $value)))
      (then (call $spendLength (local.get $value))))
    (local.get $value))

  ;; text is JSON.stringify(data), and null where that throws: too long, a BigInt, a cycle.
  (func $text (param $data externref) (result externref)
    (global.set $left (global.get $maxEffort))
    (try (result externref)
      (do (call $stringify (local.get $data) (global.get $replacer)))
      (catch_all (ref.null extern))))

  ;; reject counts a refused message, and tells Go of an origin that is news.
  (func $reject (param $origin externref)
    (global.set $rejected (f64.add (global.get $rejected) (f64.const 1)))
    (if (i32.eq (global.get $reports) (global.get $maxReports)) (then (return)))
    (if (call $reported (local.get $origin)) (then (return)))
    (global.set $reports (i32.add (global.get $reports) (i32.const 1)))
    (call $report (local.get $origin))
    (call $refuse (local.get $origin)))

  ;; receive is the event listener.
  (func (export "receive") (param $event externref)
    (local $data externref)
    (local $origin externref)
    (local.set $data (call $read (local.get $event) (global.get $dataKey)))
    (if (i32.eqz (call $isEnvelope (local.get $data))) (then (return)))
    (local.set $origin (call $read (local.get $event) (global.get $originKey)))
    (if (i32.eqz (i32.or (global.get $any) (call $allowed (local.get $origin))))
      (then (call $reject (local.get $origin)) (return)))
    (call $accept
      (local.get $origin)
      (call $read (local.get $event) (global.get $timeKey))
      (call $text (local.get $data)))))
