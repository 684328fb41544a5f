-- Each of the accounts in SESSIONS (separated by spaces) writes in turn.
local sessions = {}
for key in os.getenv("SESSIONS"):gmatch("%S+") do sessions[#sessions + 1] = key end
local number = 0
local token = string.rep("x", 32)

function request()
  number = number + 1
  return wrk.format("POST", nil, {
    ["Cookie"] = "csrftoken=" .. token .. "; sessionid=" .. sessions[number % #sessions + 1],
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Sec-Fetch-Site"] = "same-origin",
    ["Origin"] = "https://" .. wrk.headers["Host"],
    ["X-Forwarded-Proto"] = "https",
  }, "csrfmiddlewaretoken=" .. token .. "&body=Remark+number+" .. number .. "+of+" .. os.time())
end
