-- Every beacon is of another reader; one in a hundred is a crawler's, which does not count.
local number = os.time() % 60 * 260000 -- not the readers of the run before
local reader = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
local crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

function request()
  number = number + 1
  return wrk.format("POST", nil, {
    ["X-Forwarded-For"] = string.format("10.%d.%d.%d", math.floor(number / 65025) % 250, math.floor(number / 255) % 255, number % 255),
    ["User-Agent"] = number % 100 == 0 and crawler or reader,
    ["Sec-Fetch-Site"] = "same-origin",
    ["X-Forwarded-Proto"] = "https",
  })
end

function delay()
  return number % 2 + 1 -- milliseconds: 32 connections send a little more than 10,000 a second
end
