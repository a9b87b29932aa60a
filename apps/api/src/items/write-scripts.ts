import type { Tags } from './entity-tag.ts';

// What belongs together happens together: a script runs on the primary, alone, between the commands of others.
// KEYS: the value, the ids, the ids that expire. ARGV: the id, If-Match, If-None-Match, then what is the script's own.

const judge = `
local value, ids, expiring = KEYS[1], KEYS[2], KEYS[3]
local id, ifMatch, ifNoneMatch = ARGV[1], ARGV[2], ARGV[3]
local function named(tags)
  if tags == '*' then return redis.call('EXISTS', value) == 1 end
  local current = redis.call('GET', value)
  return current and string.find(tags, ' ' .. redis.sha1hex(current) .. ' ', 1, true) ~= nil
end
if ifMatch ~= '' and not named(ifMatch) then return 'refused' end
if ifNoneMatch ~= '' and named(ifNoneMatch) then return 'refused' end
`;

/**
 * Write a value with its id. ARGV[4]: the value. ARGV[5]: its time to live in ms, or ''.
 *
 * The index of ids does not expire by itself, so each write takes out a few ids whose time has passed: more than it may
 * add, and little enough for one turn.
 */
export const putScript = `${judge}
local val, ttlMs = ARGV[4], ARGV[5]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local gone = redis.call('ZRANGEBYSCORE', expiring, '-inf', now, 'LIMIT', 0, 10)
if #gone > 0 then
  redis.call('ZREM', ids, unpack(gone))
  redis.call('ZREM', expiring, unpack(gone))
end
local outcome = redis.call('EXISTS', value) == 1 and 'replaced' or 'created'
if ttlMs == '' then
  redis.call('SET', value, val)
  redis.call('ZREM', expiring, id)
else
  local untilMs = string.format('%.0f', now + ttlMs)
  redis.call('SET', value, val, 'PXAT', untilMs)
  redis.call('ZADD', expiring, untilMs, id)
end
redis.call('ZADD', ids, 0, id)
return outcome
`;

/** Take away a value with its id. */
export const deleteScript = `${judge}
redis.call('ZREM', ids, id)
redis.call('ZREM', expiring, id)
return redis.call('DEL', value) == 1 and 'deleted' or 'missing'
`;

/** Tags as the scripts compare them; '' when there is no condition. */
export function tagsArgument(tags: Tags | undefined): string {
  if (tags === undefined || tags === '*') return tags ?? '';
  return ` ${tags.join(' ')} `;
}
