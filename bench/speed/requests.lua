-- Sends the requests of a file in turn, and says in the end how it went, as one line of JSON.
-- A line of the file: method, path, body and headers, with tabs between; a header is name=value.

local threads = 0

function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

function init(args)
   prepared, place = {}, number
   for line in io.lines(args[1]) do
      local parts, headers = {}, {}
      for part in (line .. "\t"):gmatch("([^\t]*)\t") do parts[#parts + 1] = part end
      for at = 4, #parts do
         local name, value = parts[at]:match("^([^=]+)=(.*)$")
         headers[name] = value
      end
      prepared[#prepared + 1] = wrk.format(parts[1], parts[2], headers, parts[3] ~= "" and parts[3] or nil)
   end
end

function request()
   local text = prepared[place % #prepared + 1]
   place = place + 2
   return text
end

function done(summary, latency, requests)
   local wrong = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p99": %d, "refused": %d, "lost": %d}\n',
      summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
      wrong.status, wrong.connect + wrong.read + wrong.write + wrong.timeout
   ))
end
