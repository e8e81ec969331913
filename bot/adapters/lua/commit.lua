-- One atomic change of a conversation (bot/handoff/store_port.py, Commit): checks the epoch and the state, gives the
-- next numbers, appends to the log, changes control, queue, timers and turns. The only writer of these keys.
--
-- KEYS  control log clients turns choices due busy unfiled live
-- ARGV  the change as JSON; wake-up channel; prefix of the lists by agent and of the lines
-- Returns {outcome, seq of the first new event, control as a flat list}.
local control_key, log_key, clients_key, turns_key, choices_key, due_key, busy_key, unfiled_key, live_key = unpack(KEYS)
local prefix = ARGV[3]
local change = cjson.decode(ARGV[1])
local conversation = change.conversation

local function answer(outcome, seq)
  return {outcome, seq, redis.call('HGETALL', control_key)}
end

-- What is told to every process: what was appended, each with its epoch, and the record as it then is. Large events are
-- left out: whoever wants them reads the log.
local MOST_TOLD = 16384
local told = {s = 0, p = {}, e = {}}
local told_size = 0

local function append(bodies, epoch)
  local first = 0
  for _, body in ipairs(bodies) do
    local seq = redis.call('HINCRBY', control_key, 'last_seq', 1)
    redis.call('XADD', log_key, seq .. '-0', 'p', epoch, 'e', body)
    if first == 0 then first = seq end
    if told.s == 0 then told.s = seq end
    told.p[#told.p + 1] = tonumber(epoch)
    told.e[#told.e + 1] = body
    told_size = told_size + #body
  end
  return first
end

local function tell()
  redis.call('HINCRBY', control_key, 'rev', 1)
  local record = redis.call('HGETALL', control_key)
  if told_size > MOST_TOLD then told = {s = 0} end
  told.h = record
  redis.call('PUBLISH', ARGV[2], 'c ' .. conversation .. ' ' .. cjson.encode(told))
  return record
end

local function remember(seq)
  if change.client_id ~= '' then redis.call('HSET', clients_key, change.client_id, seq) end
end

-- Who has to do with the conversation by its record: the agent who answers for it, and the one asked to take it.
local WITH_AGENT = {human = true, transferring = true, orphaned = true, returning = true}

local function people()
  local state, agent, offered, transfer =
    unpack(redis.call('HMGET', control_key, 'state', 'agent_id', 'offered_to', 'transfer'))
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

local epoch = tonumber(redis.call('HGET', control_key, 'epoch') or '0')
local state = redis.call('HGET', control_key, 'state') or 'bot'

local last_seq = tonumber(redis.call('HGET', control_key, 'last_seq') or '0')

if epoch ~= change.expect_epoch or state ~= change.expect_state
  or (change.expect_seq >= 0 and last_seq ~= change.expect_seq)
  or (change.taking ~= '' and not waiting_as_seen(change.taking.seen)) then
  local seq = append(change.instead, epoch)
  if seq > 0 then
    remember(seq)
    tell()
  end
  return answer('stale', seq)
end

local first = append(change.drafts, epoch)
for _, place in ipairs(change.to_file) do
  redis.call('ZADD', unfiled_key, change.now, conversation .. ' ' .. (first + place))
end

local old_held, old_asked = people()

if change.bump then epoch = redis.call('HINCRBY', control_key, 'epoch', 1) end
for name, value in pairs(change.control) do redis.call('HSET', control_key, name, value) end
local after = append(change.after, epoch)
if first == 0 then first = after end
remember(first)

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

if next(change.control) ~= nil then
  local held, asked = people()
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
if redis.call('EXISTS', turns_key) == 0 then redis.call('ZREM', busy_key, conversation) end

if first == 0 and next(change.control) == nil then return answer('done', first) end
local record = tell()

-- The lists of the desks change with the record, but for what a mere message changes: its agent is told of that.
local QUIET = {last_text = true, last_at = true, waiting_on = true, due_at = true, clocks = true, emotion = true}
local listed = false
for name in pairs(change.control) do
  if not QUIET[name] then listed = true end
end
local held = people()
if next(change.control) ~= nil then
  if listed or held == '' then
    redis.call('PUBLISH', ARGV[2], 'q ' .. conversation)
  else
    redis.call('PUBLISH', ARGV[2], 'm ' .. conversation .. ' ' .. held)
  end
end
return {'done', first, record}
