import type { Risk } from '../../lib/workspaces/schema'

export type DemoIntent = {
  key: string
  title: string
  risk: Risk
  /** Entity types the answer may name; an order id is what most of a shop's answers depend on. */
  slots: { name: string; type: string; required: boolean; answer_determining: boolean }[]
  patterns: string[]
  phrasings: string[]
  /** Approved when the demo starts; without one the first question is a miss. */
  answer?: string
  /** Waiting in the queue when the demo starts. */
  waiting?: { answer: string; samples: string[] }
}

const orderId = { name: 'order_id', type: 'order_id', required: true, answer_determining: true }

/** A small shop's ten questions. `cancel_order` has no entry, so that the first minutes show the whole loop. */
export const demoIntents: DemoIntent[] = [
  {
    key: 'cancel_order',
    title: 'Cancel an order',
    risk: 'medium',
    slots: [orderId],
    patterns: [
      '… cancel|stop|scrap|(call off) … order|purchase|shipment|delivery … {order_id}',
      '… cancel|stop|scrap … {order_id}',
      '… order|purchase {order_id} … cancelled|canceled|stopped',
    ],
    phrasings: [
      'I need to cancel order #12345',
      'cancel my order 67890',
      'please stop shipment of order ABC-999',
      'can you cancel purchase 55821',
      'how do I cancel order 40021',
      'I want my order 77120 cancelled',
      'call off order GH-2210 please',
    ],
  },
  {
    key: 'track_order',
    title: 'Where is my order?',
    risk: 'low',
    slots: [orderId],
    patterns: [
      '… track|locate|follow|find … order|parcel|package|shipment … {order_id}',
      '… where … order|parcel|package|shipment {order_id} …',
      '… status of … order|parcel|package|shipment {order_id}',
    ],
    phrasings: [
      'where is my order 12345',
      'track order #88231',
      'what is the status of order 55120',
      'can I follow parcel 44213',
      'when will order 90012 get here',
      'has order 31337 left the warehouse',
    ],
    answer:
      'You can follow order {{order_id}} on your orders page: https://help.demo-shop.example/orders. The tracking link appears there as soon as the parcel leaves our warehouse, usually within one working day.',
  },
  {
    key: 'return_item',
    title: 'Return an item',
    risk: 'low',
    slots: [{ ...orderId, required: false }],
    patterns: [
      '… return|(send back) … item|order|purchase|product|package|something …',
      '… return|(send back) … {order_id}',
      'how do|can i return …',
    ],
    phrasings: [
      'how do I return an item',
      'I want to send back my order',
      'can I return something I bought last week',
      'what do I do to return a product',
      'where do I send the package back',
    ],
    answer:
      'You can return any item within 30 days. Open https://help.demo-shop.example/returns, choose the item and print the label; drop the parcel at any post office. Your refund follows within five working days of its arrival.',
  },
  {
    key: 'change_address',
    title: 'Change the delivery address',
    risk: 'medium',
    slots: [orderId],
    patterns: [
      '… change|update|correct|modify … address … {order_id}',
      '… {order_id} … different|new|another address',
    ],
    phrasings: [
      'change the delivery address of order 12345',
      'update the shipping address for order 60221',
      'I put the wrong address on order 88120',
      'send order 47110 to a different address',
    ],
    waiting: {
      answer:
        'You can change the delivery address of order {{order_id}} until it is packed: open https://help.demo-shop.example/orders, choose the order and select "Change address". Once it is packed, the carrier can redirect the parcel from the tracking page.',
      samples: [
        'I need to change the address of order 77812',
        'wrong address on order #90221, can I change it?',
        'update delivery address for 55120 please',
      ],
    },
  },
  {
    key: 'get_refund',
    title: 'Ask for a refund',
    risk: 'high',
    slots: [orderId],
    patterns: [
      '… refund … order|purchase … {order_id}',
      '… money back … {order_id}',
      '… refund … {order_id}',
    ],
    phrasings: [
      'I want a refund for order 12345',
      'give me my money back for order 88120',
      'refund purchase 55821',
      'how do I get a refund on order 66102',
    ],
    waiting: {
      answer:
        'You can ask for a refund of order {{order_id}} within 30 days of delivery at https://help.demo-shop.example/refunds. Refunds go back to the payment method you used and take three to five working days.',
      samples: [
        'refund order 44120',
        'I want my money back for order #31007',
        'how can I get refunded for purchase 90114',
      ],
    },
  },
  {
    key: 'track_refund',
    title: 'Where is my refund?',
    risk: 'low',
    slots: [],
    patterns: [
      '… where … refund …',
      '… status of … refund',
      '… when … refund … arrive|come|paid',
      'track … refund',
    ],
    phrasings: [
      'where is my refund',
      'when will my refund arrive',
      'what is the status of my refund',
      'I am still waiting for my refund',
    ],
    answer:
      'Refunds take three to five working days after the parcel reaches us. You can see each step at https://help.demo-shop.example/refunds. If more than ten working days have passed, your bank can tell whether it is on its way.',
  },
  {
    key: 'reset_password',
    title: 'Forgotten password',
    risk: 'low',
    slots: [],
    patterns: [
      '… reset|recover|change|forgot|forgotten|lost … password …',
      '… password … reset|forgotten|lost',
    ],
    phrasings: [
      'I forgot my password',
      'how do I reset my password',
      'I cannot remember my password',
      'help me to recover my password',
    ],
    answer:
      'Open https://help.demo-shop.example/password, enter the e-mail address of your account and follow the link we send. The link works for one hour. No message? Look in the spam folder first.',
  },
  {
    key: 'payment_methods',
    title: 'Ways to pay',
    risk: 'low',
    slots: [],
    patterns: [
      '… what|which payment methods|options …',
      '… how can i pay',
      '… accept|take … paypal|visa|mastercard|card|cards|cheque …',
    ],
    phrasings: [
      'which payment methods do you accept',
      'what payment options are there',
      'how can I pay',
      'do you take credit cards',
      'can I pay with PayPal',
    ],
    waiting: {
      answer:
        'We accept Visa, Mastercard, American Express, PayPal and bank transfer. You choose at the checkout; a bank transfer ships when the money has arrived, usually after two working days.',
      samples: ['what ways of paying do you have', 'do you accept visa?', 'can I pay by bank transfer'],
    },
  },
  {
    key: 'delivery_time',
    title: 'How long does delivery take?',
    risk: 'low',
    slots: [],
    patterns: [
      '… how long … delivery|shipping … take …',
      '… delivery|shipping time|times …',
      '… how long … take to ship|deliver|arrive',
    ],
    phrasings: [
      'how long does delivery take',
      'what are your shipping times',
      'how many days until it arrives',
      'when do you deliver',
    ],
    answer:
      'Standard delivery takes two to four working days, express delivery one. Orders placed before 2 pm on a working day leave the same day.',
  },
  {
    key: 'talk_to_human',
    title: 'Talk to a person',
    risk: 'low',
    slots: [],
    patterns: ['… speak|talk … human|person|someone|agent|operator …', '… human|live|real agent|person …'],
    phrasings: [
      'I want to talk to a person',
      'can I speak to a human agent',
      'connect me to an operator',
      'is there someone I can call',
    ],
    answer:
      'Of course. Our team answers on working days from 8 am to 6 pm: https://help.demo-shop.example/contact has chat and call-back. Please have your order number ready.',
  },
]

export const demoPolicy = {
  allowed_domains: ['help.demo-shop.example'],
}

export const demoPeople = [
  { email: 'admin@demo.local', name: 'Ada Admin', role: 'admin' },
  { email: 'operator@demo.local', name: 'Olive Operator', role: 'operator' },
  { email: 'operator2@demo.local', name: 'Oscar Operator', role: 'operator' },
  { email: 'auditor@demo.local', name: 'Aud Auditor', role: 'auditor' },
  { email: 'viewer@demo.local', name: 'Vic Viewer', role: 'viewer' },
] as const
