-- One atomic change of a conversation (bot/handoff/store_port.py, Commit): checks the epoch and the state, gives the
-- next numbers, appends to the log, changes control, queue, timers and turns. The only writer of these keys.
--
-- KEYS  control log clients turns choices due busy unfiled live
-- ARGV  the change as JSON; wake-up channel; prefix of the lists by agent and of the lines; the channel on which the
--       caller's process alone listens, which it does on the wake-up channel then, too; empty when it may not; then
--       the events: the drafts, those after the new record holds, those instead, of which the change has the numbers
-- Returns {outcome, seq of the first new event, control as a flat list, {epoch, last_seq, rev}}. The list is empty when the
-- change is done and the record is just what the caller knew (rev) with the change made to it.
local control_key, log_key, clients_key, turns_key, choices_key, due_key, busy_key, unfiled_key, live_key = unpack(KEYS)
local prefix = ARGV[3]
local change = cjson.decode(ARGV[1])
local conversation = change.conversation

-- What a change does not do is not in the request (bot/adapters/commit_call.py).
local NOTHING = {
  expect_seq = -1, bump = false, to_file = {}, after = 0, instead = 0, control = {}, due = -1, line = '', score = 0,
  choices = {}, drop_turns = false, turn_done = '', turn = '', taking = '',
}
for name, value in pairs(NOTHING) do
  if change[name] == nil then change[name] = value end
end

local function texts(from, count) return {unpack(ARGV, from, from + count - 1)} end

local drafts = texts(5, change.drafts)
local after_them = texts(5 + change.drafts, change.after)
local instead = texts(5 + change.drafts + change.after, change.instead)

local known = redis.call('HMGET', control_key, 'epoch', 'state', 'last_seq', 'rev', 'agent_id', 'offered_to', 'transfer')
local epoch, state = tonumber(known[1] or '0'), known[2] or 'bot'
local last_seq, rev = tonumber(known[3] or '0'), tonumber(known[4] or '0')

local function answer(outcome, seq)
  return {outcome, seq, redis.call('HGETALL', control_key), {epoch, last_seq, rev}}
end

-- What is told to every process (bot/adapters/wakeups.py). Large events are left out: whoever wants them reads the log.
local MOST_TOLD = 16384
local told = {s = 0, p = {}, e = {}, h = change.control}
local told_size = 0

local function append(bodies, under)
  local first = 0
  -- Counted before anything is appended: a number given twice would be refused for ever.
  if #bodies > 0 then redis.call('HSET', control_key, 'last_seq', last_seq + #bodies) end
  for _, body in ipairs(bodies) do
    last_seq = last_seq + 1
    redis.call('XADD', log_key, last_seq .. '-0', 'p', under, 'e', body)
    if first == 0 then first = last_seq end
    if told.s == 0 then told.s = first end
    told.p[#told.p + 1] = under
    told.e[#told.e + 1] = body
    told_size = told_size + #body
  end
  return first
end

local function tell()
  rev = rev + 1
  redis.call('HSET', control_key, 'epoch', epoch, 'rev', rev)
  if told_size > MOST_TOLD then told.e = {} end
  -- Who does it knows it from the answer: when nobody else listens there is nobody to tell.
  if ARGV[4] ~= '' then
    local ears = redis.call('PUBSUB', 'NUMSUB', ARGV[2], ARGV[4])
    if ears[2] == 1 and ears[4] == 1 then return end
  end
  told.n = {epoch, last_seq}
  redis.call('PUBLISH', ARGV[2], 'c ' .. conversation .. ' ' .. rev .. ' ' .. cjson.encode(told))
end

local function remember(seq)
  if change.client_id ~= '' then redis.call('HSET', clients_key, change.client_id, seq) end
end

-- Who has to do with the conversation by its record: the agent who answers for it, and the one asked to take it.
local WITH_AGENT = {human = true, transferring = true, orphaned = true, returning = true}

local function people(state, agent, offered, transfer)
  local asked = ''
  if state == 'offered' then asked = offered or '' end
  if state == 'transferring' and transfer and transfer ~= '' then asked = cjson.decode(transfer).to_agent or '' end
  local held = ''
  if WITH_AGENT[state] then held = agent or '' end
  return held, asked
end

local function relist(list, old, new)
  if old == new then return end
  if old ~= '' then redis.call('SREM', prefix .. list .. old, conversation) end
  if new ~= '' then redis.call('SADD', prefix .. list .. new, conversation) end
  for _, who in ipairs({old, new}) do
    if who ~= '' then redis.call('HSET', prefix .. 'seat:' .. who, 'idle', change.now) end
  end
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

if change.client_id ~= '' then
  local seen = redis.call('HGET', clients_key, change.client_id)
  if seen then return answer('repeated', tonumber(seen)) end
end

if epoch ~= change.expect_epoch or state ~= change.expect_state
  or (change.expect_seq >= 0 and last_seq ~= change.expect_seq)
  or (change.taking ~= '' and not waiting_as_seen(change.taking.seen)) then
  told.h = {}
  local seq = append(instead, epoch)
  if seq > 0 then
    remember(seq)
    tell()
  end
  return answer('stale', seq)
end

local as_known = rev == change.expect_rev
local first = append(drafts, epoch)
for _, place in ipairs(change.to_file) do
  redis.call('ZADD', unfiled_key, change.now, conversation .. ' ' .. (first + place))
end

if change.bump then epoch = epoch + 1 end
local after = append(after_them, epoch)
if first == 0 then first = after end
remember(first)

local fields = {}
for name, value in pairs(change.control) do
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end
if #fields > 0 then redis.call('HSET', control_key, unpack(fields)) end

if change.due > 0 then redis.call('ZADD', due_key, change.due, conversation) end
if change.due == 0 then redis.call('ZREM', due_key, conversation) end

if change.line ~= '' then
  local stood = redis.call('HGET', control_key, 'line')
  if stood then redis.call('ZREM', prefix .. stood, conversation) end
  if change.line == 'out' then
    redis.call('HDEL', control_key, 'line')
  else
    redis.call('ZADD', prefix .. change.line, change.score, conversation)
    redis.call('HSET', control_key, 'line', change.line)
  end
end

-- A mere message moves nobody from one list to another.
local with = change.control
if with.state or with.agent_id or with.offered_to or with.transfer or with.claimed_at then
  local old_held, old_asked = people(state, known[5], known[6], known[7])
  local held, asked = people(unpack(redis.call('HMGET', control_key, 'state', 'agent_id', 'offered_to', 'transfer')))
  relist('agent:', old_held, held)
  relist('asked:', old_asked, asked)
  if held == '' then
    redis.call('ZREM', live_key, conversation)
  else
    redis.call('ZADD', live_key, tonumber(redis.call('HGET', control_key, 'claimed_at') or '0'), conversation)
  end
end

for id, meaning in pairs(change.choices) do redis.call('HSET', choices_key, id, meaning) end

if change.drop_turns then redis.call('DEL', turns_key) end
if change.taking ~= '' then
  redis.call('LTRIM', turns_key, change.taking.count, -1)
  redis.call('LPUSH', turns_key, change.taking.turn)
end
if change.turn_done ~= '' then
  local oldest = redis.call('LINDEX', turns_key, 0)
  if oldest and cjson.decode(oldest).turn_id == change.turn_done then redis.call('LPOP', turns_key) end
end
if change.turn ~= '' then
  local turn = cjson.decode(change.turn)
  turn.seq = first
  turn.at = change.now
  redis.call('RPUSH', turns_key, cjson.encode(turn))
  redis.call('ZADD', busy_key, 'NX', change.now, conversation)
end
if (change.drop_turns or change.turn_done ~= '') and redis.call('EXISTS', turns_key) == 0 then
  redis.call('ZREM', busy_key, conversation)
end

if first == 0 and #fields == 0 then return answer('done', first) end
tell()
if as_known then return {'done', first, {}, {epoch, last_seq, rev}} end
return answer('done', first)
