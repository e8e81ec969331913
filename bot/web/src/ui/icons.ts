/** Line icons on a 24 × 24 grid, drawn by Icon.vue. No emoji: many machines have no font for them. */

export const iconAlert =
  'M12 8v5M12 16.5v.01M10.3 3.9 2.6 17.2A2 2 0 0 0 4.3 20h15.4a2 2 0 0 0 1.7-2.8L13.7 3.9a2 2 0 0 0-3.4 0Z'
export const iconBag = 'M6 8h12l1 12H5L6 8ZM9 8V6.5a3 3 0 0 1 6 0V8'
export const iconBell = 'M6 16V11a6 6 0 1 1 12 0v5l1.5 2h-15L6 16ZM10 20.5a2.2 2.2 0 0 0 4 0'
export const iconBellOff = 'M6 16V11a6 6 0 0 1 9.5-4.9M18 11v5l1.5 2H7M10 20.5a2.2 2.2 0 0 0 4 0M4 4l16 16'
export const iconBot = 'M5 9h14v10H5V9ZM12 9V5M12 4.5v.01M9 13.5v1M15 13.5v1M2.5 13v3M21.5 13v3'
export const iconCheck = 'm4.5 12.5 5 5 10-11'
export const iconClose = 'M6 6l12 12M18 6 6 18'
export const iconClock = 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7.5V12l3 2'
export const iconCopy = 'M9 9h10v11H9V9ZM5 15V4h10'
export const iconDown = 'm6 9 6 6 6-6'
export const iconFlame =
  'M12 21c-4 0-6.5-2.6-6.5-6 0-3.6 3-5 3.5-8.5 2.2 1 3.3 2.8 3.5 4.5.9-.5 1.4-1.4 1.5-2.5 2.7 1.7 4.5 4 4.5 6.5 0 3.4-2.5 6-6.5 6Z'
export const iconHeadset =
  'M4 14v-2a8 8 0 1 1 16 0v2M4 14h3v5H5a1 1 0 0 1-1-1v-4ZM20 14h-3v5h2a1 1 0 0 0 1-1v-4ZM17 19c0 1.5-1.5 2-4 2'
export const iconHandOn = 'M4 8h13M13 4l4 4-4 4M20 16H7M11 12l-4 4 4 4'
export const iconEye =
  'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z'
export const iconKeyboard = 'M3 6h18v12H3V6ZM7 10v.01M11 10v.01M15 10v.01M8 14h8'
export const iconLock = 'M6 11h12v9H6v-9ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3'
export const iconNote = 'M5 4h14v11l-5 5H5V4ZM14 20v-5h5M8.5 9h7M8.5 13h3'
export const iconOut = 'M14 4H5v16h9M10 12h10M17 8.5l3.5 3.5-3.5 3.5'
export const iconPause = 'M9 6v12M15 6v12'
export const iconPerson = 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c.6-4 3.6-6 7.5-6s6.9 2 7.5 6'
export const iconPeople =
  'M9 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5c.5-3.4 3-5 6.5-5s6 1.6 6.5 5M16 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.8c2.3.6 3.7 2.1 4 4.7'
export const iconPhoto = 'M4 5h16v14H4V5ZM4 16l4.5-4.5 4 4L15 13l5 4.5M15.5 9.5v.01'
export const iconPromise = 'M5 4h14v16l-7-4-7 4V4ZM9 9.5l2.2 2.2L15.5 8'
export const iconReplies = 'M4 5h16v11H9l-4 4v-4H4V5ZM8 9h8M8 12h5'
export const iconResend = 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4'
export const iconSend = 'M4 11.5 20 4l-5.5 16-3-6.5L4 11.5ZM11.5 13.5 20 4'
export const iconShield = 'M12 3.5 5 6v6c0 4.3 2.8 7.2 7 8.5 4.2-1.3 7-4.2 7-8.5V6l-7-2.5ZM9 12l2.2 2.2L15.2 10'
export const iconSpark = 'M12 4v4M12 16v4M4 12h4M16 12h4M7 7l2 2M15 15l2 2M17 7l-2 2M9 15l-2 2'
export const iconTruck =
  'M3 6h11v10H3V6ZM14 10h4l3 3v3h-7v-6ZM7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z'
export const iconWhisper = 'M4 5h16v11h-6l-5 4v-4H4V5ZM9 10.5v.01M12 10.5v.01M15 10.5v.01'
export const iconUp = 'm6 15 6-6 6 6'

const face = 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z'
export const iconCalm = `${face}M9 10v.01M15 10v.01M8.5 14.5c1.8 2 5.2 2 7 0`
export const iconWorried = `${face}M9 10v.01M15 10v.01M9 15.5h6`
export const iconUnhappy = `${face}M9 10v.01M15 10v.01M8.5 16c1.8-2 5.2-2 7 0`
export const iconAngry = `${face}M7.5 8.5l3 1.5M16.5 8.5l-3 1.5M9 11.5v.01M15 11.5v.01M8.5 16.5c1.8-2 5.2-2 7 0`
