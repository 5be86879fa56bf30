// SPDX-License-Identifier: MIT
//
// same - whether two types are one and the same, asked of the compiler.

type IsAny<T> = 0 extends 1 & T ? true : false

// Each takes what the other gives; any would take everything.
export type Same<A, B> = IsAny<A> extends true
  ? IsAny<B>
  : [A] extends [B]
    ? [B] extends [A]
      ? true
      : false
    : false

/** Compiles for equal<true>() only. */
export function equal<_ extends true>(): void {}
