/** The colleagues, who of them can take a customer, and this agent among them. */
import { ElMessage } from 'element-plus'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Group, OwnLoad, OwnStatus, TeamItem, Transfer } from '../../core/protocol/handoff'
import { api, ApiError, sentence } from '../api'
import type { Me } from '../chances'
import { t } from '../messages'
import { useAccount } from './account'

export const useTeam = defineStore('team', () => {
  const account = useAccount()
  const items = shallowRef<readonly TeamItem[]>([])
  const groups = shallowRef<readonly Group[]>([])
  /** Null until the hub has told. */
  const load = ref<OwnLoad | null>(null)
  const isChanging = ref(false)

  const me = computed<Me>(() => {
    const id = account.agent?.id ?? ''
    return { id, groups: items.value.find((item) => item.agent_id === id)?.groups ?? [] }
  })
  const others = computed(() => items.value.filter((item) => item.agent_id !== me.value.id))
  const online = computed(() => items.value.filter((item) => item.status === 'online').length)
  const lost = computed(() => items.value.filter((item) => item.status === 'lost').length)

  function take(list: readonly TeamItem[]): void {
    items.value = list
  }

  function takeLoad({ status, capacity, active }: OwnLoad): void {
    load.value = { status, capacity, active }
  }

  const nameOf = (id: string): string => items.value.find((item) => item.agent_id === id)?.name ?? ''
  const titleOf = (code: string): string => groups.value.find((group) => group.code === code)?.title ?? code

  /** To whom a transfer goes, in words. */
  function targetOf(transfer: Transfer): string {
    if (transfer.to_name) return transfer.to_name
    return transfer.to_agent ? nameOf(transfer.to_agent) || t('talk.someone') : titleOf(transfer.to_group)
  }

  async function loadGroups(): Promise<void> {
    if (groups.value.length) return
    try {
      groups.value = (await api.groups()).groups
    } catch (error) {
      // Codes stand in for titles; whoever needs the list tries again.
      noticed(error)
    }
  }

  async function setStatus(status: OwnStatus): Promise<void> {
    if (isChanging.value || load.value?.status === status) return
    isChanging.value = true
    try {
      await api.presence(status)
      if (load.value) load.value = { ...load.value, status }
    } catch (error) {
      noticed(error)
      ElMessage.error(sentence(error))
    } finally {
      isChanging.value = false
    }
  }

  function noticed(error: unknown): void {
    if (error instanceof ApiError && error.status === 401) account.expired()
  }

  return {
    items,
    groups,
    load,
    isChanging,
    me,
    others,
    online,
    lost,
    take,
    takeLoad,
    nameOf,
    titleOf,
    targetOf,
    loadGroups,
    setStatus,
  }
})
