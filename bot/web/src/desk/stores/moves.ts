/** Passing a conversation on: decline, transfer, promise a call-back, sit in, take over. Dialogs get the ApiError. */
import { ElMessage } from 'element-plus'
import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Control } from '../../core/protocol/desk'
import { aheadText } from '../../core/times'
import { api, ApiError, sentence, type TransferWish } from '../api'
import { t } from '../messages'
import { isJoined, type Room } from '../room'
import { useAccount } from './account'
import { useLists } from './lists'
import { useLive } from './live'
import { useRooms } from './rooms'
import { useTeam } from './team'
import { useWork } from './work'

export type Dialog = 'transfer' | 'park' | 'takeOver'

export const useMoves = defineStore('moves', () => {
  const account = useAccount()
  const lists = useLists()
  const live = useLive()
  const rooms = useRooms()
  const team = useTeam()
  const work = useWork()
  /** Which dialog is open on the conversation shown. */
  const dialog = ref<Dialog | null>(null)
  /** The conversation of which a button was pressed. */
  const busy = ref('')

  async function take(id: string, call: () => Promise<{ control?: Control }>): Promise<void> {
    try {
      const { control } = await call()
      if (control) rooms.tellControl(id, control)
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) account.expired()
      throw error
    }
  }

  /** For a press of a button: it is said what went wrong, and nothing is raised. */
  async function press(id: string, call: () => Promise<{ control?: Control }>): Promise<void> {
    if (busy.value) return
    busy.value = id
    try {
      await take(id, call)
    } catch (error) {
      ElMessage.error(sentence(error))
    } finally {
      busy.value = ''
    }
  }

  const decline = (id: string, handoffId: string): Promise<void> => press(id, () => api.decline(id, handoffId))
  const cancelTransfer = (room: Room): Promise<void> => press(room.id, () => api.cancelTransfer(room.id))
  const leave = (room: Room): Promise<void> => press(room.id, () => api.leave(room.id))

  /** Who joins wants to be heard by the customer, whatever they whispered before. */
  async function join(room: Room): Promise<void> {
    await press(room.id, () => api.join(room.id))
    if (isJoined(room, team.me.id)) room.mode = 'text'
  }

  async function transfer(room: Room, wanted: Omit<TransferWish, 'epoch'>): Promise<void> {
    await take(room.id, () => api.transfer(room.id, { ...wanted, epoch: epochOf(room) }))
    const to = wanted.to_agent ? team.nameOf(wanted.to_agent) : team.titleOf(wanted.to_group ?? '')
    ElMessage.success(t('transfer.asked', { to }))
  }

  async function park(room: Room, dueAt: number, note: string): Promise<void> {
    await take(room.id, () => api.park(room.id, { epoch: epochOf(room), due_at: dueAt, note }))
    ElMessage.success(t('park.done', { name: room.customer.name, at: aheadText(dueAt, live.now) }))
    const next = lists.mine.find((item) => item.conversation !== room.id)
    if (next) work.select(next)
  }

  async function takeOver(room: Room, reason: string): Promise<void> {
    await take(room.id, () => api.takeOver(room.id, { epoch: epochOf(room), reason }))
    room.mode = 'text'
    ElMessage.success(t('takeOver.done', { name: room.customer.name }))
  }

  const epochOf = (room: Room): number => room.control?.epoch ?? 0

  return { dialog, busy, decline, cancelTransfer, join, leave, transfer, park, takeOver }
})
