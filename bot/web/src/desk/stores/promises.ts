/** What customers were promised and nobody has done yet, from all conversations: earliest due first. */
import { ElMessage } from 'element-plus'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { PromiseItem } from '../../core/protocol/desk'
import { api, ApiError, sentence } from '../api'
import { t } from '../messages'
import { useAccount } from './account'
import { useLive } from './live'

export const usePromises = defineStore('promises', () => {
  const account = useAccount()
  const live = useLive()
  const items = shallowRef<readonly PromiseItem[]>([])
  /** The one whose button was pressed. */
  const keeping = ref('')
  const overdue = computed(() => items.value.filter((item) => item.due_at < live.now).length)

  function take(list: readonly PromiseItem[]): void {
    items.value = list
  }

  /** True once the hub has noted it. */
  async function keep(item: PromiseItem, note: string): Promise<boolean> {
    if (keeping.value) return false
    keeping.value = item.id
    try {
      await api.keepPromise(item.id, note)
      items.value = items.value.filter((one) => one.id !== item.id)
      ElMessage.success(t('promises.kept', { text: item.text }))
      return true
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) account.expired()
      ElMessage.error(sentence(error))
      return false
    } finally {
      keeping.value = ''
    }
  }

  return { items, overdue, keeping, take, keep }
})
