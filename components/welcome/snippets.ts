/** What a first request looks like in a language; `needs` is how its client is installed. */
export type Snippet = { id: string; label: string; needs: string; code: string }

export type SnippetFacts = {
  /** Where this deployment is, without a path. */
  origin: string
  model: string
  question: string
}

/** The first line for every language. `null`: the key is not at hand any more. */
export function exportLine(key: string | null): string {
  return `export L0_API_KEY='${key ?? 'l0_…'}'`
}

/** Official clients with another address and key; nothing else of a program changes. */
export function snippets({ origin, model, question }: SnippetFacts): Snippet[] {
  return [
    {
      id: 'curl',
      label: 'curl',
      needs: '',
      code: `curl -sS -D - ${origin}/v1/messages \\
  -H "x-api-key: $L0_API_KEY" -H 'content-type: application/json' \\
  -d '{"model": "${model}", "max_tokens": 300,
       "messages": [{"role": "user", "content": "${question}"}]}'`,
    },
    {
      id: 'typescript',
      label: 'TypeScript',
      needs: 'npm install @anthropic-ai/sdk',
      code: `import Anthropic from '@anthropic-ai/sdk'

const client = new Anthropic({
  baseURL: '${origin}',
  apiKey: process.env.L0_API_KEY,
})
const message = await client.messages.create({
  model: '${model}',
  max_tokens: 300,
  messages: [{ role: 'user', content: '${question}' }],
})
console.log(message.content)`,
    },
    {
      id: 'python',
      label: 'Python',
      needs: 'pip install anthropic',
      code: `import os
from anthropic import Anthropic

client = Anthropic(base_url="${origin}", api_key=os.environ["L0_API_KEY"])
message = client.messages.create(
    model="${model}",
    max_tokens=300,
    messages=[{"role": "user", "content": "${question}"}],
)
print(message.content)`,
    },
    {
      id: 'go',
      label: 'Go',
      needs: 'go get github.com/anthropics/anthropic-sdk-go',
      code: `package main

import (
	"context"
	"fmt"
	"os"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"
)

func main() {
	client := anthropic.NewClient(
		option.WithBaseURL("${origin}"),
		option.WithAPIKey(os.Getenv("L0_API_KEY")),
	)
	message, err := client.Messages.New(context.Background(), anthropic.MessageNewParams{
		Model:     "${model}",
		MaxTokens: 300,
		Messages: []anthropic.MessageParam{
			anthropic.NewUserMessage(anthropic.NewTextBlock("${question}")),
		},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(message.Content[0].Text)
}`,
    },
    {
      id: 'java',
      label: 'Java',
      needs: '',
      code: `import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

class FirstRequest {
  public static void main(String[] args) throws Exception {
    var body = """
        {"model": "${model}", "max_tokens": 300,
         "messages": [{"role": "user", "content": "${question}"}]}""";
    var request = HttpRequest.newBuilder(URI.create("${origin}/v1/messages"))
        .header("x-api-key", System.getenv("L0_API_KEY"))
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(response.headers().map().get("x-l0-cache") + " " + response.body());
  }
}`,
    },
  ]
}

/** The same with the SDKs of this project: they fall back to the vendor, and say where an answer came from. */
export function sdkSnippets({ origin, model, question }: SnippetFacts): Record<string, Snippet> {
  return {
    typescript: {
      id: 'typescript',
      label: 'TypeScript',
      needs: 'npm install <checkout>/sdk/typescript/l0-cache-anthropic-0.1.0.tgz @anthropic-ai/sdk',
      code: `import Anthropic from '@l0-cache/anthropic'

const client = new Anthropic({
  // apiKey stays the vendor's: it is asked while the gateway is down
  enableL0Cache: true,
  l0Config: { baseURL: '${origin}', apiKey: process.env.L0_API_KEY },
})
const message = await client.messages.create({
  model: '${model}',
  max_tokens: 300,
  messages: [{ role: 'user', content: '${question}' }],
})
console.log(message.cacheTier, message.cost, message.content)`,
    },
    python: {
      id: 'python',
      label: 'Python',
      needs: 'pip install <checkout>/sdk/python',
      code: `import os
from l0_cache import Anthropic

client = Anthropic(
    # api_key stays the vendor's: it is asked while the gateway is down
    enable_l0_cache=True,
    l0_config={"base_url": "${origin}", "api_key": os.environ["L0_API_KEY"]},
)
message = client.messages.create(
    model="${model}",
    max_tokens=300,
    messages=[{"role": "user", "content": "${question}"}],
)
print(message.cache_tier, message.cost, message.content)`,
    },
  }
}
