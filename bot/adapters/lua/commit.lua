-- One atomic change of a conversation (bot/handoff/ports.py, Commit): checks the epoch and the state, gives the
-- next numbers, appends to the log, changes control, queue, timers and turns. The only writer of these keys.
--
-- KEYS  control log clients turns choices queue due busy agent unfiled
-- ARGV  the change as JSON; wake-up channel
-- Returns {outcome, seq of the first new event, control as a flat list}.
local control_key, log_key, clients_key, turns_key, choices_key, queue_key, due_key, busy_key, agent_key, unfiled_key =
  unpack(KEYS)
local change = cjson.decode(ARGV[1])
local conversation = change.conversation

local function answer(outcome, seq)
  return {outcome, seq, redis.call('HGETALL', control_key)}
end

local function append(bodies, epoch)
  local first = 0
  for _, body in ipairs(bodies) do
    local seq = redis.call('HINCRBY', control_key, 'last_seq', 1)
    redis.call('XADD', log_key, seq .. '-0', 'p', epoch, 'e', body)
    if first == 0 then first = seq end
  end
  return first
end

local function remember(seq)
  if change.client_id ~= '' then redis.call('HSET', clients_key, change.client_id, seq) end
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
    redis.call('PUBLISH', ARGV[2], 'c ' .. conversation)
  end
  return answer('stale', seq)
end

local first = append(change.drafts, epoch)
for _, place in ipairs(change.to_file) do
  redis.call('ZADD', unfiled_key, change.now, conversation .. ' ' .. (first + place))
end

if change.bump then epoch = redis.call('HINCRBY', control_key, 'epoch', 1) end
for name, value in pairs(change.control) do redis.call('HSET', control_key, name, value) end
local after = append(change.after, epoch)
if first == 0 then first = after end
remember(first)

local due = tonumber(change.control.due_at)
if due then
  if due > 0 then redis.call('ZADD', due_key, due, conversation) else redis.call('ZREM', due_key, conversation) end
end

if change.queue == 'out' then
  redis.call('ZREM', queue_key, conversation)
elseif change.queue ~= '' then
  redis.call('ZADD', queue_key, tonumber(change.queue), conversation)
end

if change.agent_op == 'add' then redis.call('SADD', agent_key, conversation) end
if change.agent_op == 'remove' then redis.call('SREM', agent_key, conversation) end

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

if first > 0 then redis.call('PUBLISH', ARGV[2], 'c ' .. conversation) end
if next(change.control) ~= nil then redis.call('PUBLISH', ARGV[2], 'q ' .. conversation) end
return answer('done', first)
