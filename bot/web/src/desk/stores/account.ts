/** Who is signed in at this desk. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Agent } from '../../core/protocol/desk'
import { api, ApiError } from '../api'
import { t } from '../messages'

export const useAccount = defineStore('account', () => {
  const agent = ref<Agent | null>(null)
  /** May look into every conversation, whisper, join in and take over. */
  const isOverseer = computed(() => agent.value?.role === 'supervisor' || agent.value?.role === 'qa')
  const isLooked = ref(false)
  /** Why the login page is shown again. */
  const notice = ref('')
  let lastId = ''

  async function look(): Promise<void> {
    try {
      agent.value = (await api.me()).agent
      lastId = agent.value.id
    } catch (error) {
      notice.value = error instanceof ApiError && error.status !== 401 ? error.message : ''
    } finally {
      isLooked.value = true
    }
  }

  async function login(username: string, password: string): Promise<void> {
    const signedIn = (await api.login(username, password)).agent
    // Another agent must not find the conversations and drafts of the one before.
    if (lastId && lastId !== signedIn.id) location.reload()
    agent.value = signedIn
    lastId = signedIn.id
    notice.value = ''
  }

  async function logout(): Promise<void> {
    await api.logout().catch(() => undefined)
    location.reload()
  }

  function expired(): void {
    agent.value = null
    notice.value = t('login.expired')
  }

  return { agent, isOverseer, isLooked, notice, look, login, logout, expired }
})
