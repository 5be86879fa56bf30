-- SPDX-License-Identifier: MIT
--
-- wrk sends one of the whole requests in the file REQUESTS (parted by NUL) after the other,
-- in an order that is as good as none, and says at the end what came of them.

local requests = {}
local number = tonumber(os.getenv('SEED'))

function init()
    local file = assert(io.open(os.getenv('REQUESTS'), 'rb'))
    for text in file:read('*a'):gmatch('[^%z]+') do
        requests[#requests + 1] = text
    end
    file:close()
    math.randomseed(number)
end

function request()
    return requests[math.random(#requests)]
end

function done(summary, latency)
    local errors = summary.errors
    print(string.format('result %d %d %d %d %d %d', summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99), errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end
