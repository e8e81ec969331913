-- One atomic change of a conversation (bot/handoff/store_port.py, Commit): checks the epoch and the state, gives the
-- next numbers, appends to the log, changes control, queue, timers and turns. The only writer of these keys.
--
-- KEYS  control log clients turns choices due busy unfiled live
-- ARGV  what the change is, one MessagePack array, read below (bot/adapters/commit_call.py); then the events: the drafts,
--       those after the new record holds, those instead. expect_seq is false unless nothing at all may have come
--       between, due is false when it stays; fields are those of the record that change; prefix is that of the lists by
--       agent and of the lines; ear is the channel on which the caller's process alone listens, which it does on the
--       wake-up channel then, too, empty when it may not; rare is what few changes ask for
-- Returns {outcome, seq of the first new event, epoch, last_seq, rev, control as a flat list}. The list is left out when
-- the change is done and the record is just what the caller knew (rev) with the change made to it.
--
-- One packed word instead of twenty: each would be packed and unpacked by itself.
local control_key, log_key, clients_key, turns_key, choices_key, due_key, busy_key, unfiled_key, live_key = unpack(KEYS)
local conversation, now, expect_epoch, expect_state, expect_seq, expect_rev, client_id, draft_count, due, fields,
  wake, prefix, ear, rare = unpack(cmsgpack.unpack(ARGV[1]))

local FIRST_EVENT = 2

-- bump to_file after instead line score choices drop_turns turn_done turn taking, whichever there are.
rare = rare or {}

-- The fields as HSET takes them.
local flat = {}
for name, value in pairs(fields) do
  flat[#flat + 1] = name
  flat[#flat + 1] = value
end

local known = redis.call('HMGET', control_key, 'epoch', 'state', 'last_seq', 'rev')
local epoch, state = tonumber(known[1] or '0'), known[2] or 'bot'
local last_seq, rev = tonumber(known[3] or '0'), tonumber(known[4] or '0')

local function answer(outcome, seq)
  return {outcome, seq, epoch, last_seq, rev, redis.call('HGETALL', control_key)}
end

local epochs, appended = {}, {}

-- Appends so many events from this place of ARGV on and gives the place behind them.
local function append(from, count, under)
  for at = from, from + count - 1 do
    last_seq = last_seq + 1
    redis.call('XADD', log_key, last_seq .. '-0', 'p', under, 'e', ARGV[at])
    epochs[#epochs + 1] = under
    appended[#appended + 1] = ARGV[at]
  end
  return from + count
end

local function remember(seq)
  if client_id ~= '' then redis.call('HSET', clients_key, client_id, seq) end
end

-- What is told to every process (bot/adapters/wakeups.py). Large events are left out: whoever wants them reads the log.
local MOST_TOLD = 16384

local function tell(first, changed)
  -- Who does it knows it from the answer: when nobody else listens there is nobody to tell.
  if ear ~= '' then
    local ears = redis.call('PUBSUB', 'NUMSUB', wake, ear)
    if ears[2] == 1 and ears[4] == 1 then return end
  end
  local told = {s = first, p = epochs, e = appended, h = changed, n = {epoch, last_seq}}
  local size = 0
  for _, body in ipairs(appended) do size = size + #body end
  if size > MOST_TOLD then told.e = {} end
  redis.call('PUBLISH', wake, 'c ' .. conversation .. ' ' .. rev .. ' ' .. cjson.encode(told))
end

-- Whether the turns that wait are those the worker saw: a message that came since may belong to the same burst.
local function waiting_as_seen(seen)
  local waiting = redis.call('LRANGE', turns_key, 0, -1)
  if #waiting ~= #seen then return false end
  for place, turn_id in ipairs(seen) do
    if cjson.decode(waiting[place]).turn_id ~= turn_id then return false end
  end
  return true
end

if client_id ~= '' then
  local seen = redis.call('HGET', clients_key, client_id)
  if seen then return answer('repeated', tonumber(seen)) end
end

local after_count, instead_count = rare.after or 0, rare.instead or 0

if epoch ~= expect_epoch or state ~= expect_state
  or (expect_seq and last_seq ~= expect_seq)
  or (rare.taking and not waiting_as_seen(rare.taking.seen)) then
  if instead_count == 0 then return answer('stale', 0) end
  local first = last_seq + 1
  rev = rev + 1
  redis.call('HSET', control_key, 'last_seq', last_seq + instead_count, 'epoch', epoch, 'rev', rev)
  append(FIRST_EVENT + draft_count + after_count, instead_count, epoch)
  remember(first)
  tell(first, {})
  return answer('stale', first)
end

-- Whose lists a conversation is on follows from these fields alone; a mere message changes none of them.
local MOVING = {state = true, agent_id = true, offered_to = true, transfer = true, claimed_at = true}
local function people()
  return redis.call('HMGET', control_key, 'state', 'agent_id', 'offered_to', 'transfer')
end
local people_before
for name in pairs(fields) do
  if MOVING[name] then people_before = people_before or people() end
end

local as_known = rev == expect_rev
local new_events = draft_count + after_count
local changes = new_events > 0 or #flat > 0
local first = 0
if new_events > 0 then first = last_seq + 1 end
if changes then
  local epoch_before = epoch
  rev = rev + 1
  if rare.bump then epoch = epoch + 1 end
  -- Counted before anything is appended: a number given twice would be refused for ever. A store that is full refuses
  -- this first write, and nothing behind it.
  redis.call('HSET', control_key, 'last_seq', last_seq + new_events, 'epoch', epoch, 'rev', rev,
    unpack(flat))
  append(append(FIRST_EVENT, draft_count, epoch_before), after_count, epoch)
end
remember(first)

if due == 0 then
  redis.call('ZREM', due_key, conversation)
elseif due then
  redis.call('ZADD', due_key, due, conversation)
end

if people_before then
  -- Who has to do with the conversation by its record: the agent who answers for it, and the one asked to take it.
  local WITH_AGENT = {human = true, transferring = true, orphaned = true, returning = true}

  local function held_and_asked(who)
    local in_state, agent, offered, transfer = who[1] or 'bot', who[2], who[3], who[4]
    local held, asked = '', ''
    if in_state == 'offered' then asked = offered or '' end
    if in_state == 'transferring' and transfer and transfer ~= '' then asked = cjson.decode(transfer).to_agent or '' end
    if WITH_AGENT[in_state] then held = agent or '' end
    return held, asked
  end

  local function relist(list, old, new)
    if old == new then return end
    if old ~= '' then redis.call('SREM', prefix .. list .. old, conversation) end
    if new ~= '' then redis.call('SADD', prefix .. list .. new, conversation) end
    for _, who in ipairs({old, new}) do
      if who ~= '' then redis.call('HSET', prefix .. 'seat:' .. who, 'idle', now) end
    end
  end

  local old_held, old_asked = held_and_asked(people_before)
  local held, asked = held_and_asked(people())
  relist('agent:', old_held, held)
  relist('asked:', old_asked, asked)
  if held == '' then
    redis.call('ZREM', live_key, conversation)
  else
    redis.call('ZADD', live_key, tonumber(redis.call('HGET', control_key, 'claimed_at') or '0'), conversation)
  end
end

if next(rare) then
  for _, place in ipairs(rare.to_file or {}) do
    redis.call('ZADD', unfiled_key, now, conversation .. ' ' .. (first + place))
  end

  if rare.line then
    local stood = redis.call('HGET', control_key, 'line')
    if stood then redis.call('ZREM', prefix .. stood, conversation) end
    if rare.line == 'out' then
      redis.call('HDEL', control_key, 'line')
    else
      redis.call('ZADD', prefix .. rare.line, rare.score, conversation)
      redis.call('HSET', control_key, 'line', rare.line)
    end
  end

  for id, meaning in pairs(rare.choices or {}) do redis.call('HSET', choices_key, id, meaning) end

  if rare.drop_turns then redis.call('DEL', turns_key) end
  if rare.taking then
    redis.call('LTRIM', turns_key, rare.taking.count, -1)
    redis.call('LPUSH', turns_key, rare.taking.turn)
  end
  if rare.turn_done then
    local oldest = redis.call('LINDEX', turns_key, 0)
    if oldest and cjson.decode(oldest).turn_id == rare.turn_done then redis.call('LPOP', turns_key) end
  end
  if rare.turn then
    local turn = cjson.decode(rare.turn)
    turn.seq = first
    turn.at = now
    redis.call('RPUSH', turns_key, cjson.encode(turn))
    redis.call('ZADD', busy_key, 'NX', now, conversation)
  end
  if (rare.drop_turns or rare.turn_done) and redis.call('EXISTS', turns_key) == 0 then
    redis.call('ZREM', busy_key, conversation)
  end
end

if not changes then return answer('done', first) end
tell(first, fields)
if as_known then return {'done', first, epoch, last_seq, rev} end
return answer('done', first)
