/** What a message can mean, in words; asked for once. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { IntentTitle } from '../../core/protocol/desk'
import { api } from '../api'

export const useIntents = defineStore('intents', () => {
  const all = shallowRef<readonly IntentTitle[]>([])
  const titles = computed(() => new Map(all.value.map(({ intent, title }) => [intent, title])))
  let isAsked = false

  /** Without them the marks stay away; the next conversation that is opened asks again. */
  async function load(): Promise<void> {
    if (isAsked) return
    isAsked = true
    try {
      all.value = (await api.intents()).intents
    } catch {
      isAsked = false
    }
  }

  return { all, titles, load }
})
