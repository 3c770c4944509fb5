import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe-core finds serious or critical in a page, by rule and place; what lies in its iframes is not looked at. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  // By the debugger, which the page's own policy does not hold back.
  await page.evaluate(axe.source)
  return page.evaluate<string[]>(`axe.run(document, { iframes: false }).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target + ' ' + failureSummary)))`)
}
