/**
 * `next` of a value: at once when it is there, later when it is promised. What `next` throws at once is thrown: a hot path
 * that awaits nothing makes no promise.
 */
export function when<T, U>(value: T | PromiseLike<T>, next: (value: T) => U | Promise<U>): U | Promise<U> {
  return isPromised(value) ? Promise.resolve(value).then(next) : next(value)
}

function isPromised<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as PromiseLike<T> | null | undefined)?.then === 'function'
}
