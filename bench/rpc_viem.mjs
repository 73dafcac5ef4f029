// SPDX-License-Identifier: MIT
// The same round trips in viem, over fetch's kept connection.
//
//     node rpc_viem.mjs URL
//
// A line "run N" reads a block and makes a call, N times, and answers with the seconds; "show"
// answers with what it read.
import { createInterface } from 'node:readline';
import { createPublicClient, http } from 'viem';

const client = createPublicClient({ transport: http(process.argv[2], { retryCount: 0 }) });
const to = '0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf';

async function pair() {
  const block = await client.getBlock({ blockTag: 'latest' });
  const { data } = await client.call({ to, data: '0x01', blockTag: 'latest' });
  return { block, data };
}

for await (const line of createInterface({ input: process.stdin })) {
  const [word, count] = line.split(' ');
  if (word === 'show') {
    const { block, data } = await pair();
    console.log(`${block.number} ${block.hash} ${block.baseFeePerGas} ${data.length}`);
    continue;
  }
  const start = process.hrtime.bigint();
  for (let i = 0; i < Number(count); i += 1) await pair();
  console.log(Number(process.hrtime.bigint() - start) / 1e9);
}
