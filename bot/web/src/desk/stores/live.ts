/** The desk's line to the hub: what comes in goes to the stores, what the agent says goes through the outbox. */
import { ElMessage } from 'element-plus'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { newClientId } from '../../core/ids'
import { Outbox, type OutboxItem } from '../../core/outbox'
import { DESK_SUBPROTOCOL, type DeskIncoming, type DeskOutgoing, type DeskRequest } from '../../core/protocol/desk'
import { Channel, REFUSED, socketUrl, type Link } from '../../core/socket'
import { tabStore } from '../../core/storage'
import { throttled } from '../../core/typing'
import { t } from '../messages'
import type { Mode, Room } from '../room'
import { useAccount } from './account'
import { useLists } from './lists'
import { usePromises } from './promises'
import { useRooms } from './rooms'
import { useTeam } from './team'

const TICK_MS = 1_000

export const useLive = defineStore('live', () => {
  const account = useAccount()
  const rooms = useRooms()
  const lists = useLists()
  const team = useTeam()
  const link = ref<Link>('connecting')
  /** Close code of a refusal; 0 when there is none. */
  const refusal = ref(0)
  const outgoing = shallowRef<readonly OutboxItem<DeskRequest>[]>([])
  /** The hub's time, ticking; countdowns must not depend on this computer's clock. */
  const now = ref(Date.now())
  let skew = 0
  let outbox: Outbox<DeskRequest> | null = null
  let channel: Channel<DeskIncoming, DeskOutgoing> | null = null
  let ticker = 0

  function connect(agentId: string): void {
    // One outbox per agent: the next one on this computer must not send the words of the last.
    outbox = new Outbox<DeskRequest>(tabStore, `jiezhu.desk.outbox.${agentId}`, (items) => (outgoing.value = items))
    outgoing.value = outbox.items
    channel = new Channel<DeskIncoming, DeskOutgoing>({
      url: socketUrl('/ws/desk'),
      subprotocol: DESK_SUBPROTOCOL,
      hello: () => ({ t: 'hello', open: rooms.wanted() }),
      onFrame: receive,
      onLink: (value) => (link.value = value),
      onRefused: refused,
      onTooBig: () => outbox?.refuseUnanswered(t('state.tooBig')),
    })
    channel.open()
    ticker = window.setInterval(tick, TICK_MS)
  }

  function disconnect(): void {
    clearInterval(ticker)
    channel?.dispose()
    channel = null
    outbox = null
  }

  function tick(): void {
    now.value = Date.now() + skew
    outbox?.sweep()
  }

  function receive(frame: DeskIncoming): void {
    switch (frame.t) {
      case 'welcome':
        skew = frame.now - Date.now()
        refusal.value = 0
        outbox?.unsent().forEach((request) => channel?.send(request))
        return
      case 'queue':
        return lists.takeQueue(frame.items)
      case 'mine':
        return lists.takeMine(frame.items)
      case 'promises':
        return usePromises().take(frame.items)
      case 'parked':
        return lists.takeParked(frame.items)
      case 'live':
        return lists.takeLive(frame.items)
      case 'team':
        return team.take(frame.items)
      case 'me':
        return team.takeLoad(frame)
      case 'event':
        outbox?.logged(frame.event)
        rooms.takeEvent(frame.conversation, frame.event)
        return
      case 'control':
        return rooms.tellControl(frame.conversation, frame.control)
      case 'ack':
        return outbox?.acked(frame.client_id, frame.seq)
      case 'nack':
        return outbox?.refused(frame.client_id, frame.message)
      case 'typing':
        return rooms.typing(frame.conversation, frame.name)
      case 'read':
        return rooms.readByCustomer(frame.conversation, frame.seq)
      case 'error':
        return complained(frame.message, frame.conversation)
    }
  }

  function complained(message: string, conversation: string | undefined): void {
    const room = conversation ? rooms.get(conversation) : undefined
    if (room) room.failure = message
    else ElMessage.error(message)
  }

  function refused(code: number): void {
    if (code === REFUSED.unauthorised) account.expired()
    else refusal.value = code
  }

  function comeBack(): void {
    refusal.value = 0
    channel?.open()
  }

  function open(id: string, since: number): void {
    // Offline, the next hello asks for every room anyway.
    channel?.send({ t: 'open', conversation: id, since })
  }

  function shut(id: string): void {
    channel?.send({ t: 'shut', conversation: id })
  }

  function say(room: Room, kind: Mode, text: string): void {
    const epoch = room.control?.epoch ?? 0
    const request: DeskRequest = { t: 'send', conversation: room.id, client_id: newClientId(), epoch, kind, text }
    outbox?.add(room.id, request, text)
    deliver(request)
  }

  function deliver(request: DeskRequest): void {
    if (channel?.send(request)) channel.probe()
  }

  /** Under the epoch of now: an agent who presses 重发 knows who is in charge. */
  function sayAgain(room: Room, clientId: string): void {
    const request = outbox?.again(clientId, { epoch: room.control?.epoch ?? 0 })
    if (request) deliver(request)
  }

  function discard(clientId: string): void {
    outbox?.drop(clientId)
  }

  const typing = throttled((id: string) => void channel?.send({ t: 'typing', conversation: id }))
  const read = (id: string, seq: number): boolean => channel?.send({ t: 'read', conversation: id, seq }) ?? false

  return {
    link,
    refusal,
    outgoing,
    now,
    connect,
    disconnect,
    comeBack,
    open,
    shut,
    say,
    sayAgain,
    discard,
    typing,
    read,
  }
})
