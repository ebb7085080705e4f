import type http from 'node:http'
import { demoReply, readRequest } from '@/lib/adapters/llm/demo/replies'
import {
  fail,
  json,
  newShape,
  startDemoModel,
  streamFrames,
  type DemoModelOptions,
  type DemoRequest,
} from '@/lib/adapters/llm/demo/demo-model'

export type FakeModel = {
  url: string
  /** Every request that arrived, in order. */
  requests: DemoRequest[]
  /** Requests whose client left before the reply was done. */
  abandoned: number
  close(): Promise<void>
}

type Knob = (request: DemoRequest, response: http.ServerResponse) => Promise<boolean> | boolean

/** The demo model, made to fail by the name of the model that is asked: `fake-429`, `fake-cut`, … */
export async function startFakeModel(
  options: { admits?: DemoModelOptions['admits'] } = {},
): Promise<FakeModel> {
  const state = { requests: [] as DemoRequest[], abandoned: 0 }
  const server = await startDemoModel({
    ...options,
    async intercept(request, response) {
      state.requests.push(request)
      response.on('close', () => {
        if (!response.writableEnded) state.abandoned++
      })
      const [, name = '', argument = ''] =
        /^fake-([a-z_]+)(?:-(\d+))?$/.exec(String(request.body.model)) ?? []
      const knob = Object.hasOwn(knobs, name) ? knobs[name] : undefined
      return knob ? knob(Number(argument), state.requests)(request, response) : false
    },
  })
  return Object.assign(state, { url: server.url, close: server.close })
}

/** Fields of `state` change, so callers read them from the returned object. */
const knobs: Record<string, (argument: number, requests: DemoRequest[]) => Knob> = {
  /** `fake-status-503`: that status, always. */
  status: (status) => (request, response) => {
    response.setHeader('retry-after', '7')
    response.setHeader('x-should-retry', 'false')
    response.setHeader('anthropic-ratelimit-requests-remaining', '0')
    fail(response, request.wire, status, `told to answer ${status}`)
    return true
  },
  /** `fake-plain-503`: the same without a word about retrying. */
  plain: (status) => (request, response) => {
    fail(response, request.wire, status, `told to answer ${status}`)
    return true
  },
  /** `fake-storm-2`: 429 for so many requests, then an answer. */
  storm: (times, requests) => (request, response) => {
    if (requests.filter(({ body }) => body.model === request.body.model).length > times) return false
    response.setHeader('retry-after-ms', '5')
    fail(response, request.wire, 429, 'slow down')
    return true
  },
  /** As Anthropic answers for a model it does not have. */
  missing: () => (request, response) => {
    fail(response, request.wire, 404, 'model: fake-missing')
    return true
  },
  hang: () => () => true,
  /** `fake-delay-200`: milliseconds before the reply. */
  delay: (ms) => async () => {
    await new Promise((resolve) => setTimeout(resolve, ms))
    return false
  },
  /** A connection reset before the first byte. */
  reset: () => (_request, response) => {
    response.socket?.resetAndDestroy()
    return true
  },
  /** Half a stream, and half a frame at its end. */
  cut: () => async (request, response) => {
    const { frames } = replyTo(request)
    await streamFrames(response, frames.slice(0, 4), 0)
    response.write(frames[4]!.slice(0, 30))
    setTimeout(() => response.destroy(), 20)
    return true
  },
  /** Ends well as HTTP goes, but without the last events. */
  short: () => async (request, response) => {
    await streamFrames(response, replyTo(request).frames.slice(0, 4), 0)
    response.end()
    return true
  },
  /** Stalls in the middle. */
  stall: () => async (request, response) => {
    await streamFrames(response, replyTo(request).frames.slice(0, 4), 0)
    return true
  },
  /** One frame every few milliseconds. */
  slow: (ms) => async (request, response) => {
    await streamFrames(response, replyTo(request).frames, ms)
    response.end()
    return true
  },
  garbage: () => (_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<html>not a model</html>')
    return true
  },
  refusal: () => (request, response) => shaped(request, response, { stopReason: 'refusal', text: '' }),
  truncated: () => (request, response) => shaped(request, response, { stopReason: 'max_tokens' }),
  empty: () => (request, response) => shaped(request, response, { text: '' }),
  sorry: () => (request, response) =>
    shaped(request, response, { text: "I'm sorry, but I can't help with that." }),
  /** `fake-long-1000`: an answer of so many kilobytes. */
  long: (kilobytes) => (request, response) =>
    shaped(request, response, { text: 'lorem ipsum dolor '.repeat(kilobytes * 57) }),
}

function replyTo(request: DemoRequest, extra: { stopReason?: string; text?: string } = {}) {
  return demoReply(request.wire, readRequest(request.wire, request.body), newShape(extra))
}

async function shaped(
  request: DemoRequest,
  response: http.ServerResponse,
  extra: { stopReason?: string; text?: string },
): Promise<boolean> {
  const reply = replyTo(request, extra)
  if (!reply.stream) json(response, 200, JSON.parse(reply.json))
  else {
    await streamFrames(response, reply.frames, 0)
    response.end()
  }
  return true
}
