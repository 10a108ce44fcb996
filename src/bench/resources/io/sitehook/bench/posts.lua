-- For wrk: sends whole requests out of a file of records of one size, so that neither signing nor formatting costs the
-- generator anything. Arguments: the file, the size of a record in bytes, how many threads there are.

local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local records, size, count, at

function init(args)
  local file = assert(io.open(args[1], "rb"))
  records = file:read("*a")
  file:close()
  size = tonumber(args[2])
  count = #records / size
  -- Each thread begins elsewhere, or they would send the same bodies at the same time.
  at = math.floor(count * number / tonumber(args[3]))
end

function request()
  at = (at + 1) % count
  return records:sub(at * size + 1, (at + 1) * size)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("BENCH %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency.max,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
