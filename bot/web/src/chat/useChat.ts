/** One customer's conversation with the hub: what was said, who is in charge, how the link is. */
import { computed, onBeforeUnmount, ref, shallowReactive, shallowRef } from 'vue'
import { newClientId } from '../core/ids'
import { Outbox, type OutboxItem } from '../core/outbox'
import { CHAT_SUBPROTOCOL } from '../core/protocol/chat'
import type { ChatControl, ChatIncoming, ChatOutgoing, ChatRequest, ChatWelcome } from '../core/protocol/chat'
import type { Button, LogEvent } from '../core/protocol/events'
import { Channel, REFUSED, socketUrl, type Link } from '../core/socket'
import { tabStore } from '../core/storage'
import { insert, lastSeq, lines } from '../core/timeline'
import { TYPING_SHOWN_MS, throttled } from '../core/typing'
import type { Host } from './host'
import { Identity, type Readiness } from './identity'
import { t } from './messages'
import { problemOf, UNCONFIRMED, type Problem } from './problems'
import { withUploads } from './uploads'
import { usePhotos } from './usePhotos'

const OUTBOX_KEY = 'jiezhu.outbox'
const SWEEP_EVERY_MS = 1_000
const FLASH_MS = 6_000

export interface Typist {
  actor: 'bot' | 'agent'
  name: string
}

export function useChat(host: Host, onWelcome: (frame: ChatWelcome) => void, onEvent: (event: LogEvent) => void) {
  const events = shallowReactive<LogEvent[]>([])
  const outgoing = shallowRef<readonly OutboxItem<ChatRequest>[]>([])
  const link = ref<Link>('connecting')
  const problem = ref<Problem | null>(null)
  const control = ref<ChatControl>({ state: 'bot' })
  const readByPeer = ref(0)
  const typist = ref<Typist | null>(null)
  const flash = ref('')
  const hasHistory = ref(false)
  /** How far the hub's clock is ahead of this device's, in ms. */
  const skew = ref(0)
  let conversation = ''
  let session = ''
  let typingTimer = 0
  let flashTimer = 0

  const identity = new Identity(host)
  const photos = usePhotos(
    () => session,
    () => conversation,
  )
  const outbox = new Outbox<ChatRequest>(tabStore, OUTBOX_KEY, (items) => (outgoing.value = items))
  outgoing.value = outbox.items

  const channel = new Channel<ChatIncoming, ChatOutgoing>({
    url: socketUrl('/ws/chat'),
    subprotocol: CHAT_SUBPROTOCOL,
    hello: () => ({ t: 'hello', ...identity.credentials(), since: lastSeq(events) }),
    onFrame: receive,
    onLink: (value) => (link.value = value),
    onRefused: (code) => void refused(code),
    onTooBig: () => outbox.refuseUnanswered(t('state.tooBig')),
  })

  function receive(frame: ChatIncoming): void {
    switch (frame.t) {
      case 'welcome':
        return welcomed(frame)
      case 'event':
        return logged(frame.event)
      case 'ack':
        return outbox.acked(frame.client_id, frame.seq)
      case 'nack':
        return nacked(frame.client_id, frame.message)
      case 'control':
        return controlled(frame.control)
      case 'typing':
        return typed({ actor: frame.actor, name: frame.name })
      case 'read':
        readByPeer.value = Math.max(readByPeer.value, frame.seq)
        return
      case 'error':
        return say(frame.message)
    }
  }

  function welcomed(frame: ChatWelcome): void {
    identity.welcomed(frame.session, frame.customer.verified)
    const isAnother = conversation !== '' && conversation !== frame.conversation
    const askedForTheRest = events.length > 0
    conversation = frame.conversation
    session = frame.session
    if (isAnother && askedForTheRest) {
      // Our `since` counted in the other log; what the hub sends now would have a hole.
      startOver()
      channel.close()
      channel.open()
      return
    }
    skew.value = frame.now - Date.now()
    outbox.belongTo(conversation)
    controlled(frame.control)
    hasHistory.value = true
    onWelcome(frame)
    outbox.unsent().forEach((request) => channel.send(request))
    photos.online()
  }

  function logged(event: LogEvent): void {
    outbox.logged(event)
    photos.logged(event)
    if (typist.value?.actor === event.actor.kind) typist.value = null
    if (insert(events, event)) onEvent(event)
  }

  function nacked(clientId: string, message: string): void {
    const item = outbox.items.find((one) => one.request.client_id === clientId)
    if (item?.text) return outbox.refused(clientId, message)
    outbox.drop(clientId)
    say(message)
  }

  /** Where control is now also settles presses of a button that wanted it there. */
  function controlled(value: ChatControl): void {
    control.value = value
    const isWithPeople = value.state === 'waiting' || value.state === 'agent' || value.state === 'parked'
    outbox.dropWhere((request) => request.t === (isWithPeople ? 'human' : 'leave_queue'))
    if (value.state === 'waiting') typist.value = null
  }

  function typed(who: Typist): void {
    typist.value = who
    clearTimeout(typingTimer)
    typingTimer = window.setTimeout(() => (typist.value = null), TYPING_SHOWN_MS)
  }

  function say(message: string): void {
    flash.value = message
    clearTimeout(flashTimer)
    flashTimer = window.setTimeout(() => (flash.value = ''), FLASH_MS)
  }

  async function refused(code: number): Promise<void> {
    if (code !== REFUSED.unauthorised) {
      problem.value = problemOf(code)
      return
    }
    link.value = 'connecting'
    connect(await identity.refused())
  }

  function connect(readiness: Readiness): void {
    if (readiness === 'expired') {
      link.value = 'refused'
      problem.value = problemOf(REFUSED.unauthorised)
      return
    }
    problem.value = readiness === 'unconfirmed' ? UNCONFIRMED : null
    channel.open()
  }

  function startOver(): void {
    events.splice(0)
    photos.clear()
    hasHistory.value = false
    readByPeer.value = 0
    typist.value = null
    control.value = { state: 'bot' }
  }

  async function start(onVisible: (open: boolean) => void): Promise<void> {
    const { kept, canAskShop } = await host.start({ onVisible, onIdentity: () => void identityChanged() })
    connect(await identity.start(kept, canAskShop))
  }

  async function identityChanged(): Promise<void> {
    channel.close()
    conversation = session = ''
    outbox.clear()
    startOver()
    link.value = 'connecting'
    connect(await identity.changed())
  }

  async function solve(): Promise<void> {
    const action = problem.value?.action
    const wasExpired = problem.value?.text === t('problem.identity')
    if (action === 'reload') location.reload()
    problem.value = null
    if (action !== 'reconnect') return
    if (wasExpired) connect(await identity.changed())
    else channel.open()
  }

  function request(frame: ChatRequest, text: string): void {
    outbox.add(conversation, frame, text)
    deliver(frame)
  }

  function resend(clientId: string): void {
    const frame = outbox.again(clientId)
    if (frame) deliver(frame)
    else photos.again(clientId)
  }

  function deliver(frame: ChatRequest): void {
    if (channel.send(frame)) channel.probe()
  }

  const sweeper = window.setInterval(() => outbox.sweep(), SWEEP_EVERY_MS)
  onBeforeUnmount(() => {
    clearInterval(sweeper)
    channel.dispose()
  })

  const isAsked = (kind: ChatRequest['t']) =>
    outgoing.value.some((item) => item.request.t === kind && item.status !== 'failed')

  return {
    link,
    problem,
    control,
    typist,
    flash,
    hasHistory,
    skew,
    events,
    lines: computed(() => {
      const said = lines(events, outgoing.value, { kind: 'customer', readByPeer: readByPeer.value })
      return withUploads(said, photos.uploads.value, t('photo.offline'))
    }),
    isAskingForHuman: computed(() => isAsked('human')),
    isLeavingQueue: computed(() => isAsked('leave_queue')),
    start,
    solve,
    resend,
    sendPhotos: photos.send,
    dropPhoto: photos.drop,
    sendText: (text: string) => request({ t: 'send', client_id: newClientId(), kind: 'text', text }, text),
    choose: ({ id, title }: Button) =>
      request({ t: 'send', client_id: newClientId(), kind: 'choice', choice_id: id }, title),
    /** The hub logs the press as the customer's own line. */
    askForHuman: () => request({ t: 'human', client_id: newClientId() }, t('header.human')),
    leaveQueue: () => request({ t: 'leave_queue', client_id: newClientId() }, ''),
    typing: throttled(() => void channel.send({ t: 'typing' })),
    read: (seq: number) => channel.send({ t: 'read', seq }),
  }
}
