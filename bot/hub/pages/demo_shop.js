// Choosing who to be in the demo shop. The choice stays in this browser; the widget's loader reads it when it asks
// /demo/token for the customer's signed token.
const CHOICE = 'jiezhu.demoCustomer'
const NOBODY = { id: '', name: '未登录的访客', level: '', story: '没有登录：可以咨询，但查不到任何人的订单。' }
const GREETING = '请在右上角选择一位顾客，再点右下角和客服聊聊。'

const choose = document.getElementById('customer')
const story = document.getElementById('story')
let customers = []

function chosen() {
  try {
    return localStorage.getItem(CHOICE)
  } catch {
    return null
  }
}

function show(id) {
  const person = customers.find((one) => one.id === id)
  choose.value = person.id
  story.textContent = person.id ? `您现在是 ${person.name}（${person.level}）：${person.story}` : person.story
}

function change() {
  try {
    localStorage.setItem(CHOICE, choose.value)
  } catch {
    // A private window keeps nothing; the loader then reads the name from the page.
  }
  window.jiezhuCustomer = choose.value
  show(choose.value)
  window.jiezhu?.refreshIdentity()
}

async function start() {
  const answer = await fetch('/demo/customers')
  if (!answer.ok) {
    story.textContent = GREETING
    return
  }
  customers = [...(await answer.json()).customers, NOBODY]
  choose.replaceChildren(
    ...customers.map((person) => new Option(person.level ? `${person.name} · ${person.level}` : person.name, person.id)),
  )
  choose.disabled = false
  choose.addEventListener('change', change)
  const kept = chosen()
  const isKnown = customers.some((person) => person.id === kept)
  // Somebody the shop no longer has: the loader would ask in vain for their token.
  if (kept !== null && !isKnown) localStorage.removeItem(CHOICE)
  show(isKnown ? kept : customers[0].id)
}

for (const button of document.querySelectorAll('[data-chat]')) {
  button.addEventListener('click', () => window.jiezhu?.open())
}
start().catch(() => {
  story.textContent = GREETING
})
