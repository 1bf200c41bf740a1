-- Arguments: method, pipeline depth and, for a request that has one, its JSON body.
function init(args)
   wrk.method = args[1]
   if args[3] then
      wrk.body = args[3]
      wrk.headers["Content-Type"] = "application/json"
   end
   local depth = tonumber(args[2])
   if depth > 1 then
      local batch = string.rep(wrk.format(), depth)
      -- Global on purpose: without it wrk sends one fixed request and never enters Lua.
      request = function() return batch end
   end
end

function done(summary, latency, requests)
   local e = summary.errors
   io.write(string.format(
      'RESULT {"requests":%d,"micros":%d,"bytes":%d,"p50":%d,"p99":%d,' ..
      '"status_errors":%d,"socket_errors":%d}\n',
      summary.requests, summary.duration, summary.bytes,
      latency:percentile(50), latency:percentile(99),
      e.status, e.connect + e.read + e.write + e.timeout))
end
