import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEvents, splitFrames } from './server-sent-events'

async function* pieces(bytes: Buffer, cuts: number[]): AsyncGenerator<Buffer> {
  let from = 0
  for (const cut of [...new Set(cuts.map((n) => n % (bytes.length + 1)))].sort((a, b) => a - b)) {
    yield bytes.subarray(from, cut)
    from = cut
  }
  yield bytes.subarray(from)
}

const stream = 'event: a\ndata: {"x":"é🙂"}\n\n: ping\n\nevent: b\r\ndata: 1\r\ndata: 2\r\n\r\ndata: last\n\n'

test('wherever the network cuts, no byte is lost and every piece ends with a whole frame', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 12 }), async (cuts) => {
      const out: Buffer[] = []
      for await (const { bytes, whole } of splitFrames(pieces(Buffer.from(stream), cuts))) {
        expect(whole).toBe(true)
        expect(bytes.toString('utf8')).toMatch(/(\n\n|\r\n\r\n)$/)
        out.push(bytes)
      }
      expect(Buffer.concat(out).toString('utf8')).toBe(stream)
    }),
  )
})

test('what is left without its blank line is marked', async () => {
  const frames = []
  for await (const frame of splitFrames(pieces(Buffer.from('data: 1\n\ndata: {"cut'), [])))
    frames.push([frame.bytes.toString(), frame.whole])
  expect(frames).toEqual([
    ['data: 1\n\n', true],
    ['data: {"cut', false],
  ])
})

test('events are read as the standard says', () => {
  expect(readEvents(Buffer.from(stream))).toEqual([
    { event: 'a', data: '{"x":"é🙂"}' },
    { event: 'b', data: '1\n2' },
    { event: '', data: 'last' },
  ])
})
