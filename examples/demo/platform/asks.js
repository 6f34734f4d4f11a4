// How one service of the platform asks another.
import { Refused } from './refused.js';

function unanswered(whom) {
  return (error) => {
    if (error.name === 'TimeoutError') throw new Refused(504, `the ${whom} take too long`);
    throw new Refused(502, `the ${whom} do not answer`);
  };
}

/** What is wrong with the question is told as they tell it; where they failed, this is a bad gateway. */
async function answered(response, whom) {
  if (response.ok) return response;
  const { message } = await response.json().catch(unanswered(whom));
  throw new Refused(response.status < 500 ? response.status : 502, message);
}

/** Posts JSON, and gives what is answered. */
export async function postForJson(url, asked, { whom, patienceMs }) {
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(patienceMs);
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(asked), signal }).catch(unanswered(whom));
  const good = await answered(response, whom);
  return good.json().catch(unanswered(whom));
}
