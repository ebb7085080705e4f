import type { AssistantModel } from '@/lib/proposals/assistant/assist-review'
import { helperModel, type HelperSettings } from './helper-model'

const maxTokens = 700

/** The helper model as reviewers' assistant. Its cost is counted with the reason `assistant_review`. */
export function assistantModel(settings: Omit<HelperSettings, 'reason'>): AssistantModel {
  const helper = helperModel({ ...settings, reason: 'assistant_review' })
  return {
    isSetUp: (workspaceId) => helper.isSetUp(workspaceId),
    ask: ({ workspaceId, system, question }) => helper.ask({ workspaceId, system, question, maxTokens }),
  }
}
