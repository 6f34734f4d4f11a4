import type { Page } from 'playwright-core';
import { nextFrame, told } from './sites.ts';

/** What is seen of the page once it shows a text. */
export async function seen(page: Page, text: string): Promise<string> {
  await page.getByText(text, { exact: true }).first().waitFor();
  return (await page.textContent('#root')) ?? '';
}

/** Goes through all of the page, as a user does; what was seen. */
export async function walk(page: Page): Promise<readonly string[]> {
  const press = (name: string): Promise<void> => page.getByRole('button', { name }).click();
  const follow = (name: string): Promise<void> => page.getByRole('link', { name }).click();
  /** Until the navigation was seen: one that another overtakes is not measured. */
  const arrived = async (text: string): Promise<string> => {
    const shown = await seen(page, text);
    await page.evaluate(nextFrame);
    return shown;
  };
  const list = async (agent: string): Promise<string> => {
    await seen(page, `Tasks of ${agent}`);
    await seen(page, 'thinks by the model “small”');
    return arrived('goal 1');
  };
  const all = [await list('iris')];
  // the first input ends its measurement, whether or not the browser has told it yet
  await page.evaluate(told('largest-contentful-paint'));
  await press('nova');
  await page.evaluate(told('first-input'));
  all.push(await list('nova'));
  await follow('goal 1');
  all.push(await arrived('nova'));
  await press('Run it now');
  all.push(await seen(page, 'Done.'));
  await follow('← All tasks');
  all.push(await list('iris'));
  await follow('goal 2');
  all.push(await arrived('iris'));
  await press('Run it now');
  all.push(await seen(page, 'The API answered 502'));
  await follow('Settings');
  all.push(await arrived('The API answered 401'));
  await press('Sign in');
  all.push(await seen(page, '1,234'));
  await press('Throw in a click');
  await press('Throw while rendering');
  all.push(await seen(page, 'This part of the page failed. The rest goes on.'));
  return all;
}

/** What the page says of itself, and the browser of its calls. */
export const spoken = [/401/, /502/, /^uncaught: a click that nothing catches/, /TypeError: Cannot read properties of undefined/];

const call = (method: string, status: number, route: string): string => {
  const error = status < 400 ? [] : [`error_type=${status}`];
  return [
    'api_request_duration_seconds app=console',
    ...error,
    `request_method=${method} response_status_code=${status} url_template=${route}`,
  ].join(' ');
};
const load = (page: string, type: string): string =>
  `page_load_duration_seconds app=console page=${page} navigation_type=${type} url_template=${page}`;
const task = '/tasks/:agent/:task';

/** What the walk does. */
export const walked: Readonly<Record<string, number>> = {
  [load('/', 'navigate')]: 1,
  [load('/', 'soft-navigation')]: 1,
  [load(task, 'soft-navigation')]: 2,
  [load('/settings', 'soft-navigation')]: 1,
  ...Object.fromEntries(
    ['ttfb_seconds', 'fcp_seconds', 'lcp_seconds', 'inp_seconds', 'cls'].map((vital) => [
      `web_vital_${vital} app=console page=/ navigation_type=navigate`,
      1,
    ]),
  ),
  [call('GET', 200, '/agents')]: 2,
  [call('GET', 200, '/agents/:id')]: 3,
  [call('GET', 200, '/agents/:id/tasks')]: 3,
  [call('GET', 200, '/agents/:id/tasks/:task')]: 2,
  [call('POST', 200, '/agents/:id/tasks/:task/runs')]: 1,
  [call('POST', 502, '/agents/:id/tasks/:task/runs')]: 1,
  [call('GET', 401, '/account/usage')]: 1,
  [call('GET', 200, '/account/usage')]: 1,
  'user_actions_total action=choose-agent app=console page=/': 1,
  [`user_actions_total action=run action_outcome=ok app=console page=${task}`]: 1,
  [`user_actions_total action=run action_outcome=error app=console page=${task}`]: 1,
  'user_actions_total action=sign-in action_outcome=ok app=console page=/settings': 1,
  'user_action_duration_seconds action=run action_outcome=ok app=console': 1,
  'user_action_duration_seconds action=run action_outcome=error app=console': 1,
  'errors_total app=console page=/settings error_type=RangeError': 1,
  'errors_total app=console page=/settings error_type=TypeError': 1,
};
